package io.hwnas.cli;

import io.hwnas.evaluator.TrainingDivergedException;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and an exit code. */
final class Failures
    implements IExecutionExceptionHandler, IParameterExceptionHandler, IExitCodeExceptionMapper {

  private static final String FAULT = " (a fault of hwnas; --debug shows where)";

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    StringBuilder line = new StringBuilder(oneLine(failure.getMessage()));
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        line.append("; did you mean ").append(suggestions.get(0)).append('?');
      }
    }
    if (line.indexOf("--help") < 0 && line.indexOf("did you mean") < 0) {
      line.append("; see ").append(command.getCommandSpec().qualifiedName()).append(" --help");
    }
    report(command.getErr(), line.toString(), failure, asksForDebug(arguments));
    return ExitCodes.INVALID_INPUT;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof ParameterException parameters) {
      return handleParseException(parameters, parsed.originalArgs().toArray(String[]::new));
    }
    boolean debug = parsed.originalArgs().contains("--debug");
    int exitCode = getExitCode(failure);
    String line = describe(failure, command.getCommandSpec().findOption("--resume") != null);
    if (exitCode == ExitCodes.FAULT && !debug) {
      line += FAULT;
    }
    report(command.getErr(), line, failure, debug);
    return exitCode;
  }

  /**
   * Reports what picocli does not catch.
   *
   * @param failure the error
   * @param err where the line goes
   * @param debug whether to show where it arose
   * @return the exit code
   */
  static int handleError(Error failure, PrintWriter err, boolean debug) {
    if (failure instanceof OutOfMemoryError) {
      String line =
          "out of memory (%s); close other programs, or give Java more: set HWNAS_JAVA_OPTS=-XX:MaxRAMPercentage=80";
      report(err, line.formatted(oneLine(failure.getMessage())), failure, debug);
      return ExitCodes.INVALID_INPUT;
    }
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    if (failure instanceof LinkageError) {
      String line =
          "a library cannot be loaded (%s); native ones are unpacked into %s, which needs room and write permission: set HWNAS_JAVA_OPTS=-Djava.io.tmpdir=FOLDER to another";
      String folder = System.getProperty("java.io.tmpdir");
      report(err, line.formatted(oneLine(deepest.toString()), folder), failure, debug);
      return ExitCodes.INVALID_INPUT;
    }
    String line = oneLine(deepest.toString()) + (debug ? "" : FAULT);
    report(err, line, failure, debug);
    return ExitCodes.FAULT;
  }

  @Override
  public int getExitCode(Throwable failure) {
    if (failure instanceof InvalidInputException
        || failure instanceof TrainingDivergedException
        || failure instanceof ParameterException
        || ioFailure(failure) != null) {
      return ioFailure(failure) instanceof ClosedByInterruptException
          ? ExitCodes.INTERRUPTED
          : ExitCodes.INVALID_INPUT;
    }
    if (failure instanceof InterruptedException || failure instanceof CancellationException) {
      return ExitCodes.INTERRUPTED;
    }
    return ExitCodes.FAULT;
  }

  private static String describe(Throwable failure, boolean resumable) {
    IOException io = ioFailure(failure);
    if (io != null) {
      return describeIo(io, resumable);
    }
    if (failure instanceof InvalidInputException || failure instanceof TrainingDivergedException) {
      return oneLine(failure.getMessage());
    }
    if (failure instanceof InterruptedException || failure instanceof CancellationException) {
      return "interrupted";
    }
    String message = failure.getMessage();
    String name = failure.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + oneLine(message);
  }

  private static IOException ioFailure(Throwable failure) {
    if (failure instanceof IOException io) {
      return io;
    }
    return failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : null;
  }

  private static String describeIo(IOException failure, boolean resumable) {
    if (failure instanceof ClosedByInterruptException) {
      return "interrupted";
    }
    if (failure instanceof FileSystemException files && files.getFile() != null) {
      if (files instanceof NoSuchFileException) {
        return missing(Path.of(files.getFile()));
      }
      if (files instanceof AccessDeniedException) {
        return files.getFile() + ": permission denied; choose a place you may write to";
      }
      if (files instanceof FileAlreadyExistsException) {
        return files.getFile() + ": exists already; choose another name";
      }
      if (files instanceof NotDirectoryException) {
        return files.getFile() + ": not a folder";
      }
      return files.getReason() == null
          ? oneLine(files.getMessage())
          : files.getFile() + ": " + withAdvice(oneLine(files.getReason()), resumable);
    }
    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : withAdvice(oneLine(failure.getMessage()), resumable);
  }

  private static String missing(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder != null && Files.notExists(folder)
        ? folder + ": no such folder; create it first"
        : file + ": no such file or folder";
  }

  private static String withAdvice(String reason, boolean resumable) {
    if (reason.contains("No space left on device") || reason.contains("File too large")) {
      return "no space left on the disk; free some and run again"
          + (resumable ? " (a run goes on with --resume)" : "");
    }
    if (reason.contains("Read-only file system")) {
      return "the disk is read-only; choose a place you may write to";
    }
    if (reason.contains("Not a directory")) {
      return "one of its folders is a file; choose another place";
    }
    return reason.contains("File name too long")
        ? "the name is too long; choose a shorter one"
        : reason;
  }

  private static boolean asksForDebug(String[] arguments) {
    return List.of(arguments).contains("--debug");
  }

  private static void report(PrintWriter err, String line, Throwable failure, boolean debug) {
    err.println("hwnas: " + line);
    if (debug) {
      failure.printStackTrace(err);
    }
    err.flush();
  }

  private static String oneLine(String message) {
    return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
