package io.hwnas.cli;

import io.hwnas.results.RunDirectory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says in one line, when a signal ends the process, that it did and how the work is gone on with.
 *
 * <p>Nothing else is to be done then: whatever a run has finished is on the disk already. The exit
 * code is the system's, 128 and the signal: 130 for Ctrl-C, 143 for a termination.
 */
final class Interruption {
  private static final String RUN = "--run";
  private static final String RESUME = "--resume";

  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  /** Watches until ended. */
  static Interruption watch(LastLine err, boolean terminal, String... arguments) {
    List<String> command = List.of(arguments);
    Thread hook = new Thread(() -> report(err, terminal, command), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  private static void report(LastLine err, boolean terminal, List<String> command) {
    // The progress bar may stand in the line.
    err.say((terminal ? System.lineSeparator() : "") + "hwnas: " + message(command));
  }

  /** What is said of a command line that was broken off. */
  static String message(List<String> command) {
    boolean measures =
        command.contains("profile") && !command.contains("pack") && !command.contains("import");
    if (measures && command.stream().anyMatch(Interruption::isOut)) {
      return "interrupted; the same command goes on with what was measured";
    }
    if (run(command).filter(RunDirectory::isRun).isEmpty()) {
      return "interrupted";
    }
    Stream<String> again =
        Stream.concat(
            command.stream().map(Interruption::quoted),
            command.contains(RESUME) ? Stream.empty() : Stream.of(RESUME));
    return "interrupted; go on with: hwnas " + again.collect(Collectors.joining(" "));
  }

  private static boolean isOut(String word) {
    return word.equals("--out") || word.startsWith("--out=");
  }

  private static Optional<Path> run(List<String> command) {
    for (int i = 0; i < command.size(); i++) {
      String word = command.get(i);
      try {
        if (word.startsWith(RUN + "=")) {
          return Optional.of(Path.of(word.substring(RUN.length() + 1)));
        }
        if (word.equals(RUN) && i + 1 < command.size()) {
          return Optional.of(Path.of(command.get(i + 1)));
        }
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Ends the watch, when the command has come to its end by itself. */
  void end() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came first, and the hook runs already.
      return;
    }
  }
}
