package io.hwnas.cli;

import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimingProtocol;
import picocli.CommandLine.Option;

/** How whole networks are timed on the command line. */
final class TimingOptions {
  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads of inference (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--batch",
      defaultValue = "1",
      paramLabel = "N",
      description = {
        "Images of an inference, whose latency is that of all of them together (default:",
        "${DEFAULT-VALUE})."
      })
  private int batch;

  @Option(
      names = "--sessions",
      defaultValue = "5",
      paramLabel = "N",
      description = "Times that every network is loaded afresh (default: ${DEFAULT-VALUE}).")
  private int sessions;

  @Option(
      names = "--visits",
      defaultValue = "12",
      paramLabel = "N",
      description = "Visits to each network in a session, in turn (default: ${DEFAULT-VALUE}).")
  private int visits;

  /**
   * Returns the runtime's options.
   *
   * @return the options
   */
  RuntimeOptions runtime() {
    return new RuntimeOptions(threads, batch);
  }

  /**
   * Returns the protocol: each visit is 2 runs to warm up and 3 timed ones.
   *
   * @return the protocol
   */
  TimingProtocol protocol() {
    return new TimingProtocol(
        sessions,
        visits,
        TimingProtocol.standard().warmUpRuns(),
        TimingProtocol.standard().timedRuns());
  }
}
