package io.hwnas.cli.flow;

import io.hwnas.cli.config.RunConfig;
import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.ChannelModel;
import io.hwnas.latency.CompletingLatencyModel;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.netadapt.Caps;
import io.hwnas.netadapt.ChannelCounts;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.results.Adaptation;
import io.hwnas.space.LayerGraph;
import java.util.List;
import java.util.Optional;

/**
 * What NetAdapt knows of latency.
 *
 * @param model predicts networks on the way
 * @param checked the same, where each step's network is timed
 * @param counts the channel counts worth a try, where the table tells
 */
record ShrinkingLatency(
    LatencyModel model, Optional<CheckedLatency> checked, Optional<ChannelCounts> counts) {

  /**
   * Adds to a model what a table and this machine allow: timing each step, and the staircases of
   * channels.
   *
   * @param config the run
   * @param table the table
   * @param model what predicts from it
   * @param first the network to be shrunk
   * @param runtime what networks are timed on
   * @param log what remembers timings
   * @return the whole
   */
  static ShrinkingLatency of(
      RunConfig config,
      LatencyTable table,
      LatencyModel model,
      LayerGraph first,
      OnnxRuntime runtime,
      MeasurementLog log) {
    // What is cut from it is measured, so it must be.
    model.considered(List.of(first));
    Optional<CheckedLatency> checked =
        isTimed(config, table, runtime)
            ? Optional.of(
                CheckedLatency.timed(model, first, runtime, log, config.latency().timing()))
            : Optional.empty();
    // Caps fall with every channel, where latency may not.
    Optional<ChannelCounts> counts =
        channels(table, model, first)
            .filter(channels -> config.netAdapt().caps().equals(Caps.NONE))
            .map(channels -> ChannelCounts.ofStaircases(channels::blockLatency));
    return new ShrinkingLatency(checked.isPresent() ? checked.get() : model, checked, counts);
  }

  /** The model of any channel counts of a table that has one and knows a network's blocks. */
  private static Optional<ChannelLatencyModel> channels(
      LatencyTable table, LatencyModel model, LayerGraph first) {
    if (ChannelModel.of(table).isEmpty()) {
      return Optional.empty();
    }
    ChannelLatencyModel channels =
        model instanceof ChannelLatencyModel same ? same : new ChannelLatencyModel(table);
    return Optional.of(channels).filter(known -> known.unknown(first).isEmpty());
  }

  /**
   * Returns what predicts from a table alone where it is of any channel counts. Of others, blocks
   * that it lacks are measured where it is of this machine, and refused where it is not.
   *
   * @param table the table
   * @param first the network to be shrunk
   * @param runtime what missing blocks are measured on
   * @param log what remembers that
   * @return the model
   */
  static LatencyModel model(
      LatencyTable table, LayerGraph first, OnnxRuntime runtime, MeasurementLog log) {
    ChannelLatencyModel known = new ChannelLatencyModel(table);
    return channels(table, known, first).isPresent() || !isOfThisMachine(table, runtime)
        ? known
        : new CompletingLatencyModel(table, runtime, log);
  }

  /** Tells whether the networks of steps are timed. */
  static boolean isTimed(RunConfig config, LatencyTable table, OnnxRuntime runtime) {
    return config.netAdapt().measureSteps() && isOfThisMachine(table, runtime);
  }

  /** Tells whether what is measured here fits a table. */
  static boolean isOfThisMachine(LatencyTable table, OnnxRuntime runtime) {
    return runtime.fingerprint().differences(table.fingerprint()).isEmpty();
  }

  /**
   * Returns what is known of the network that a way led to: what timing it said, if it was timed,
   * else what a model predicts.
   */
  static LatencyModel ofLast(LatencyModel model, Adaptation way) {
    return way.last()
        .check()
        .map(
            check ->
                (LatencyModel)
                    graph -> new LatencyEstimate(check.knownMillis(), check.measuredErrorMillis()))
        .orElse(model);
  }

  /** Returns what timing the steps' networks said, in their order; nothing where none is timed. */
  List<Adaptation.Check> checks() {
    return checked.map(CheckedLatency::checks).orElse(List.of());
  }
}
