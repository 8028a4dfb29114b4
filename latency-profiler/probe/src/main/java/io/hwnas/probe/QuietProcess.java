package io.hwnas.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own in which ONNX Runtime keeps no record of what it runs (docs/decisions/0006):
 * the library reads the variable that says so before any Java code could set it.
 */
final class QuietProcess {
  private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

  /** Names the process that waits for this one. */
  private static final String WAITING = "hwnas.probe.waiting";

  private static final int KILLED = 137;

  private QuietProcess() {}

  /** Whether this process is one already. */
  static boolean isThis() {
    return "1".equals(System.getenv(VARIABLE));
  }

  /**
   * Ends this process when the one that started it and waits for it has ended, however that was.
   */
  static void endWithStarter() {
    Long starter = Long.getLong(WAITING);
    if (starter != null) {
      ProcessHandle.of(starter)
          .ifPresentOrElse(
              process -> process.onExit().thenRun(() -> Runtime.getRuntime().halt(KILLED)),
              () -> Runtime.getRuntime().halt(KILLED));
    }
  }

  /** Runs the probe in such a process and returns its exit code. */
  static int run(List<String> arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(arguments)).inheritIO();
    builder.environment().put(VARIABLE, "1");
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return KILLED;
    }
  }

  private static List<String> command(List<String> arguments) {
    List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    if (options.stream().noneMatch(option -> option.contains("GC"))) {
      command.add("-XX:+UseSerialGC");
    }
    command.add("-D%s=%d".formatted(WAITING, ProcessHandle.current().pid()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ProbeMain.class.getName());
    command.addAll(arguments);
    return command;
  }
}
