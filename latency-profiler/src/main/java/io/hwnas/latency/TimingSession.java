package io.hwnas.latency;

import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import java.util.List;

/** One session of timing: every network is loaded afresh, and all are visited in turn. */
@FunctionalInterface
public interface TimingSession {
  /**
   * The latency of a network without a profiler.
   *
   * @param lowerQuartileMillis lower quartile over the runs, in milliseconds
   * @param medianMillis median over the runs, in milliseconds
   */
  record Timed(double lowerQuartileMillis, double medianMillis) {
    static Timed of(LatencyMeasurement measured) {
      return new Timed(measured.steadyMillis(), measured.medianMillis());
    }
  }

  /**
   * Times networks.
   *
   * @param networks networks of distinct names
   * @return the latency of each, in their order
   */
  List<Timed> time(List<Architecture> networks);

  /**
   * Returns sessions in this process.
   *
   * @param runtime what runs the networks
   * @param protocol how often each is visited; its number of sessions is disregarded
   * @return the session
   */
  static TimingSession inThisProcess(InferenceRuntime runtime, TimingProtocol protocol) {
    TimingProtocol once =
        new TimingProtocol(1, protocol.visits(), protocol.warmUpRuns(), protocol.timedRuns());
    return networks ->
        new NetworkTimer(runtime)
                .measure(
                    networks.stream()
                        .<TimedNetwork>map(network -> GraphNetwork.of(LayerGraph.of(network)))
                        .toList(),
                    once)
                .stream()
                .map(Timed::of)
                .toList();
  }
}
