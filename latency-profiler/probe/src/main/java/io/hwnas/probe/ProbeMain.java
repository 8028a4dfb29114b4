package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command of the runner jar: measures by a plan and writes the result. */
public final class ProbeMain {
  private static final String USAGE =
      """
      Usage: java -jar hwnas-probe.jar PROBE.zip [--out RESULT.zip] [--threads N] [--debug]

      Measures what 'hwnas profile pack' packed, on this machine. A measurement that was stopped
      goes on where it was: what is measured is kept in RESULT.zip.journal until the result is
      written. Take the result back, and make the table: hwnas profile import RESULT.zip --out LUT

        --out RESULT.zip   the result's file (default: result.zip)
        --threads N        threads of inference (default: 1)
        --debug            show where in the code a fault arose
      """;

  private static final String DEBUG = "--debug";

  private static final int DONE = 0;
  private static final int FAULT = 1;
  private static final int INVALID_INPUT = 2;

  private ProbeMain() {}

  /**
   * Runs the command and ends the process: 0 done, 2 for input that cannot be used, 1 for a fault.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  private static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      List<String> given = List.of(arguments);
      if (given.contains("--help") || given.contains("-h")) {
        out.print(USAGE);
        return DONE;
      }
      ProbeRun run = parse(given);
      run.requireFree();
      if (!QuietProcess.isThis()) {
        return QuietProcess.run(given);
      }
      QuietProcess.endWithStarter();
      run.measure((done, total, detail) -> err.printf("%d of %d: %s%n", done, total, detail));
      out.printf(
          "wrote %s; make the table with: hwnas profile import %s --out LUT%n",
          run.out(), run.out());
      return DONE;
    } catch (InvalidInputException e) {
      return refused(err, e.getMessage());
    } catch (UncheckedIOException e) {
      return refused(err, reason(e.getCause()));
    } catch (IOException e) {
      return refused(err, reason(e));
    } catch (OutOfMemoryError e) {
      return refused(err, "out of memory; close other programs, or give Java more with -Xmx");
    } catch (RuntimeException e) {
      err.println(
          "hwnas-probe: a fault of the probe: %s; --debug shows where it arose".formatted(e));
      if (List.of(arguments).contains(DEBUG)) {
        e.printStackTrace(err);
      }
      return FAULT;
    }
  }

  private static ProbeRun parse(List<String> arguments) {
    List<String> left = new ArrayList<>(arguments);
    left.remove(DEBUG);
    String out = option(left, "--out").orElse("result.zip");
    String threads = option(left, "--threads").orElse("1");
    Optional<String> unknown = left.stream().filter(argument -> argument.startsWith("-")).findAny();
    if (unknown.isPresent()) {
      throw new InvalidInputException("unknown option %s; see --help".formatted(unknown.get()));
    }
    if (left.size() != 1) {
      throw new InvalidInputException("name one file of 'hwnas profile pack'; see --help");
    }
    try {
      return new ProbeRun(
          Path.of(left.get(0)), Path.of(out), new RuntimeOptions(Integer.parseInt(threads)));
    } catch (NumberFormatException e) {
      throw new InvalidInputException("--threads must be a whole number, not " + threads, e);
    } catch (InvalidPathException e) {
      throw new InvalidInputException("no file can be named '%s'".formatted(e.getInput()), e);
    }
  }

  /** Takes an option with its value off the command line. */
  private static Optional<String> option(List<String> arguments, String name) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(name + "=")) {
        arguments.remove(i);
        return Optional.of(argument.substring(name.length() + 1));
      }
      if (argument.equals(name)) {
        if (i + 1 == arguments.size()) {
          throw new InvalidInputException(name + " needs a value; see --help");
        }
        arguments.remove(i);
        return Optional.of(arguments.remove(i));
      }
    }
    return Optional.empty();
  }

  private static String reason(IOException failure) {
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return "%s: %s".formatted(file.getFile(), said(failure.getClass().getSimpleName()));
    }
    return String.valueOf(failure.getMessage());
  }

  private static String said(String exception) {
    return switch (exception) {
      case "NoSuchFileException" -> "no such file or folder";
      case "AccessDeniedException" -> "no permission";
      default -> exception;
    };
  }

  private static int refused(PrintStream err, String message) {
    err.println("hwnas-probe: " + message.strip().replaceAll("\\s+", " "));
    return INVALID_INPUT;
  }
}
