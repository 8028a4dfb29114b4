package io.hwnas.cli.flow;

import io.hwnas.cli.config.RunConfig;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.netadapt.NetAdapt;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import java.util.OptionalDouble;

/**
 * Holds a budget against a network before a run is made.
 *
 * @param config the run
 */
record ShrinkingCheck(RunConfig config) {
  /**
   * Refuses a budget that shrinking cannot reach by the given table.
   *
   * @param architecture the network
   * @return its predicted latency in milliseconds where it is within the budget as it is
   * @throws io.hwnas.space.InvalidInputException naming the latency that shrinking can reach, or
   *     the first block that a table of another machine lacks
   */
  OptionalDouble require(Architecture architecture) {
    LayerGraph graph = LayerGraph.of(architecture);
    LatencyModel model = model(graph);
    LatencyModel promised = config.netAdapt().confidence().promised(model);
    boolean toDo =
        NetAdapt.requireReachable(
            architecture,
            config
                .netAdapt()
                .settings(
                    config.latency().budgetMillis().orElseThrow(),
                    promised.predict(graph).millis(),
                    config.seed()),
            promised);
    return toDo ? OptionalDouble.empty() : OptionalDouble.of(model.predict(graph).millis());
  }

  /** What is known before the run, as the run will know it: of its first network all. */
  private LatencyModel model(LayerGraph graph) {
    LatencyTable table = config.latency().givenTable().orElseThrow();
    OnnxRuntime runtime = new OnnxRuntime(config.latency().runtime());
    LatencyModel model = ShrinkingLatency.model(table, graph, runtime, MeasurementLog.inMemory());
    return ShrinkingLatency.isTimed(config, table, runtime)
        ? CheckedLatency.untimed(model, graph)
        : model;
  }
}
