package io.hwnas.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a command line is run in a process of its own.
 *
 * @param wrapper a command and its options that start the process, such as {@code prlimit}
 * @param javaOptions options of the Java runtime
 * @param environment variables beside those of this process
 */
record HwnasProcess(
    List<String> wrapper, List<String> javaOptions, Map<String, String> environment) {
  /** Runs in a process like this one. */
  HwnasProcess() {
    this(List.of(), List.of(), Map.of());
  }

  /** Runs under another command. */
  HwnasProcess under(String... command) {
    return new HwnasProcess(List.of(command), javaOptions, environment);
  }

  /** Runs with options of the Java runtime. */
  HwnasProcess java(String... options) {
    return new HwnasProcess(wrapper, List.of(options), environment);
  }

  /** Runs with a variable of the environment. */
  HwnasProcess with(String variable, String value) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(variable, value);
    return new HwnasProcess(wrapper, javaOptions, all);
  }

  /** Runs a command line to its end; its output lies for that time beside the folder. */
  CommandRun run(Path folder, String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "process", ".out");
    Path err = Files.createTempFile(folder, "process", ".err");
    Process process = start(ProcessBuilder.Redirect.to(out.toFile()), err, arguments);
    int exitCode = process.waitFor();
    CommandRun run = new CommandRun(exitCode, Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return run;
  }

  /** Starts a command line. */
  Process start(ProcessBuilder.Redirect out, Path err, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out).redirectError(err.toFile());
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    builder.environment().put("GOMP_SPINCOUNT", "1000");
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    builder.environment().putAll(environment);
    return builder.start();
  }
}
