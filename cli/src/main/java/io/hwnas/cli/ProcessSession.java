package io.hwnas.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hwnas.latency.TimingSession;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TemporaryFolder;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions of timing in a process of their own, which runs {@code hwnas measure} with this
 * process's Java runtime and options: what a process draws once, such as where its memory lies, is
 * then drawn anew in each session.
 */
final class ProcessSession implements TimingSession {
  private final RuntimeOptions options;
  private final TimingProtocol protocol;

  /**
   * Creates sessions.
   *
   * @param options threads and batch
   * @param protocol how often each network is visited; warm-up and timed runs are those of {@code
   *     measure}
   */
  ProcessSession(RuntimeOptions options, TimingProtocol protocol) {
    this.options = options;
    this.protocol = protocol;
  }

  @Override
  public List<Timed> time(List<Architecture> networks) {
    try (TemporaryFolder folder = TemporaryFolder.named("hwnas-session")) {
      return measure(folder.path(), networks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Timed> measure(Path folder, List<Architecture> networks) throws IOException {
    List<String> command = new ArrayList<>(java());
    command.add("measure");
    for (int i = 0; i < networks.size(); i++) {
      Path file = folder.resolve("network-%d.yaml".formatted(i));
      Files.writeString(file, Architectures.write(networks.get(i)));
      command.add(file.toString());
    }
    command.addAll(
        List.of(
            "--threads=" + options.threads(),
            "--batch=" + options.batch(),
            "--sessions=1",
            "--visits=" + protocol.visits(),
            "--json"));
    Path out = folder.resolve("out.json");
    Path err = folder.resolve("err.txt");
    int exitCode = run(command, out, err);
    if (exitCode != ExitCodes.DONE) {
      throw failed(exitCode, Files.readAllLines(err));
    }
    List<Timed> timed = new ArrayList<>();
    for (JsonNode network : new ObjectMapper().readTree(out.toFile())) {
      timed.add(
          new Timed(
              network.required("lowerQuartileMillis").doubleValue(),
              network.required("latencyMillis").doubleValue()));
    }
    return timed;
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Dhwnas.terminal=false");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return command;
  }

  private static int run(List<String> command, Path out, Path err) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    // Else it would go on where this process is told to end, and disturb what is measured next.
    Thread hook = new Thread(process::destroy, "measuring-process");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process measured", e);
    } finally {
      process.destroy();
      forget(hook);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook is at work.
    }
  }

  private static RuntimeException failed(int exitCode, List<String> err) {
    String last = err.isEmpty() ? "it said nothing" : err.get(err.size() - 1);
    String message = "a measuring process ended with code %d: %s".formatted(exitCode, last);
    return exitCode == ExitCodes.INVALID_INPUT
        ? new InvalidInputException(message)
        : new IllegalStateException(message);
  }
}
