package io.hwnas.cli;

import io.hwnas.space.yaml.Suggestions;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.TypeConversionException;

/** Lets options of a choice name their values as a user types them, not as Java does. */
final class EnumWords {
  private EnumWords() {}

  /**
   * Makes every option and parameter of an enum say its words where another is given.
   *
   * @param command a command, changed with all below it
   */
  static void use(CommandLine command) {
    for (ArgSpec argument : command.getCommandSpec().args()) {
      if (argument.type().isEnum()) {
        register(command, argument.type());
      }
    }
    command.getSubcommands().values().forEach(EnumWords::use);
  }

  private static <E> void register(CommandLine command, Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    List<String> words = constants.stream().map(EnumWords::word).toList();
    command.registerConverter(
        type,
        text -> {
          int place = words.indexOf(text.toLowerCase(Locale.ROOT));
          if (place < 0) {
            throw new TypeConversionException(
                "must be one of %s, not '%s'%s"
                    .formatted(String.join(", ", words), text, Suggestions.phrase(text, words)));
          }
          return constants.get(place);
        });
  }

  private static String word(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }
}
