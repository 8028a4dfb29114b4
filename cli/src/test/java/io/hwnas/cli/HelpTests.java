package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What commands say of themselves. picocli formats it, and warns of a percent sign that is alone.
 */
final class HelpTests {
  @TestFactory
  Stream<DynamicTest> every_line_of_help_can_be_formatted() {
    return commands(new CommandLine(new HwnasCommand()).getCommandSpec())
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command.qualifiedName(),
                    () -> {
                      List<String> lines = lines(command);
                      assertFalse(lines.isEmpty());
                      lines.forEach(line -> assertDoesNotThrow(() -> line.formatted(), line));
                    }));
  }

  private static Stream<CommandSpec> commands(CommandSpec command) {
    return Stream.concat(
        Stream.of(command),
        command.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .flatMap(HelpTests::commands));
  }

  private static List<String> lines(CommandSpec command) {
    return Stream.concat(
            Stream.of(command.usageMessage().description()),
            command.args().stream().map(ArgSpec::description).flatMap(Stream::of))
        .toList();
  }
}
