package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

final class FailuresTests {
  private final StringWriter err = new StringWriter();

  @TestFactory
  Stream<DynamicTest> each_failure_is_one_line_and_an_exit_code() {
    return Stream.of(
        fails(new InvalidInputException("a.yaml:3: wrong\nindeed"), 2, "a.yaml:3: wrong indeed"),
        fails(
            new UncheckedIOException(
                new FileSystemException("runs/a/x", null, "No space left on device")),
            2,
            "runs/a/x: no space left on the disk"),
        fails(new IOException("No space left on device"), 2, "no space left on the disk"),
        fails(new AccessDeniedException("/etc/x"), 2, "/etc/x: permission denied"),
        fails(
            new FileSystemException("/media/x", null, "Read-only file system"),
            2,
            "/media/x: the disk is read-only; choose a place you may write to"),
        fails(
            new FileSystemException("/etc/passwd/x", null, "Not a directory"),
            2,
            "/etc/passwd/x: one of its folders is a file; choose another place"),
        fails(
            new FileSystemException("xxx", null, "File name too long"),
            2,
            "xxx: the name is too long; choose a shorter one"),
        fails(new CancellationException(), 130, "interrupted"),
        fails(new InterruptedException(), 130, "interrupted"),
        fails(
            new IllegalStateException("odd"),
            1,
            "IllegalStateException: odd (a fault of hwnas; --debug shows where)"));
  }

  @Test
  void debug_shows_where_the_failure_arose() {
    int exitCode = execute(new IllegalStateException("odd"), "--debug");
    assertEquals(1, exitCode);
    assertTrue(err.toString().contains("\tat io.hwnas.cli.FailuresTests"), err::toString);
  }

  @Test
  void a_mistyped_option_names_the_nearest() {
    assertEquals(2, run("--debgu"));
    assertEquals("hwnas: Unknown option: '--debgu'; did you mean --debug?\n", err.toString());
  }

  @TestFactory
  Stream<DynamicTest> an_empty_value_is_named() {
    return Stream.of(
        empty("ARCH is empty; see hwnas cost --help", "cost", ""),
        empty("RUN is empty; see hwnas report --help", "report", ""),
        empty("SPACE is empty; see hwnas space show --help", "space", "show", ""),
        empty("--run is empty; see hwnas quickstart --help", "quickstart", "--run", ""),
        empty("--table is empty; see hwnas cost --help", "cost", "mobilenet-v2", "--table="));
  }

  private static DynamicTest empty(String line, String... arguments) {
    return DynamicTest.dynamicTest(
        line, () -> assertEquals("hwnas: " + line, CommandRun.of(arguments).refusal()));
  }

  @Test
  void without_a_command_the_help_is_named() {
    assertEquals(2, run());
    assertEquals("hwnas: a command is missing; see hwnas --help\n", err.toString());
  }

  private DynamicTest fails(Exception failure, int exitCode, String start) {
    return DynamicTest.dynamicTest(
        failure.toString(),
        () -> {
          err.getBuffer().setLength(0);
          assertEquals(exitCode, execute(failure));
          assertEquals(1, err.toString().lines().count(), err::toString);
          assertTrue(err.toString().startsWith("hwnas: " + start), err::toString);
        });
  }

  private int execute(Exception failure, String... arguments) {
    Failures failures = new Failures();
    return new CommandLine(new Failing(failure))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(failures)
        .setExitCodeExceptionMapper(failures)
        .execute(arguments);
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
  }

  @CommandLine.Command(name = "failing")
  private static final class Failing implements java.util.concurrent.Callable<Integer> {
    private final Exception failure;

    @CommandLine.Option(names = "--debug")
    private boolean debug;

    Failing(Exception failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }
}
