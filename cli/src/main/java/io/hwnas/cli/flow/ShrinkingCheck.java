package io.hwnas.cli.flow;

import io.hwnas.cli.config.LatencyConfig;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.latency.LatencyModel;
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
    LatencyConfig latency = config.latency();
    LatencyModel model =
        config
            .netAdapt()
            .confidence()
            .promised(
                ShrinkingLatency.model(
                    latency.givenTable().orElseThrow(),
                    graph,
                    new OnnxRuntime(latency.runtime()),
                    MeasurementLog.inMemory()));
    double startMillis = model.predict(graph).millis();
    boolean toDo =
        NetAdapt.requireReachable(
            architecture,
            config
                .netAdapt()
                .settings(latency.budgetMillis().orElseThrow(), startMillis, config.seed()),
            model);
    return toDo ? OptionalDouble.empty() : OptionalDouble.of(startMillis);
  }
}
