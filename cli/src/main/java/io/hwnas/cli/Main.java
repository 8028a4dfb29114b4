package io.hwnas.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs one hwnas command line. */
public final class Main {
  private Main() {}

  /**
   * Runs one command line and ends the process with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    LastLine last = new LastLine(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    PrintWriter err = new PrintWriter(last, true);
    int exitCode;
    Interruption watch = Interruption.watch(last, Boolean.getBoolean("hwnas.terminal"), arguments);
    try {
      exitCode = run(out, err, arguments);
    } catch (Error e) {
      // picocli hands on exceptions alone; out of memory or a missing native library end here.
      exitCode = Failures.handleError(e, err, List.of(arguments).contains("--debug"));
    } finally {
      watch.end();
    }
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /**
   * Runs one command line.
   *
   * @param out where results go
   * @param err where progress and errors go
   * @param arguments the command line
   * @return the exit code: 0 done, 1 a fault of hwnas, 2 invalid input, 130 interrupted
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    Failures failures = new Failures();
    CommandLine hwnas = new CommandLine(new HwnasCommand());
    hwnas.getCommandSpec().usageMessage().footer(HwnasCommand.FOOTER);
    EnumWords.use(hwnas);
    return hwnas
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .setExitCodeExceptionMapper(failures)
        .setExecutionStrategy(Main::execute)
        .execute(arguments);
  }

  /** Executes a command line, unless a shell's unset variable left a value of it empty. */
  private static int execute(ParseResult parsed) {
    for (ParseResult part = parsed; part != null; part = part.subcommand()) {
      for (ArgSpec argument : part.matchedArgs()) {
        if (argument.originalStringValues().contains("")) {
          String name =
              argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
          throw new ParameterException(part.commandSpec().commandLine(), name + " is empty");
        }
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
