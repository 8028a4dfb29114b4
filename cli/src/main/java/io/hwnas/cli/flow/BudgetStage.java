package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.BaselineConfig;
import io.hwnas.cli.config.LatencyConfig;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.LatencyTable;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.List;

/** Settles the latency budget. */
final class BudgetStage implements Stage<Budget> {
  /** The stage's name. */
  static final String NAME = "budget";

  private final RunContext context;
  private final LatencyTable table;

  BudgetStage(RunContext context, LatencyTable table) {
    this.context = context;
    this.table = table;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Budget run(ProgressListener progress) {
    LatencyConfig latency = context.config().latency();
    double millis = latency.budgetMillis().orElseGet(() -> ofBaseline(latency, progress));
    return new Budget(millis);
  }

  /**
   * Measures the first baseline and returns its latency at the level that the table was measured
   * at.
   */
  private double ofBaseline(LatencyConfig latency, ProgressListener progress) {
    BaselineConfig config = context.config().baseline();
    Architecture baseline =
        new ScaledBaseline(Baseline.first(config), config, context.data().training().images())
            .at(latency.autoBudgetWidth());
    TimedNetwork timed = new GraphNetwork("baseline", LayerGraph.of(baseline));
    LevelNetworks levelNetworks = LevelNetworks.of(context);
    List<LatencyMeasurement> measured =
        new NetworkTimer(context.runtime(), context.log().under("budget/"), progress)
            .measure(levelNetworks.after(List.of(timed)), latency.timing());
    double level = levelNetworks.level(new ChannelLatencyModel(table), measured);
    double millis = measured.get(0).medianMillis() / level;
    return millis * latency.autoBudgetShare();
  }

  @Override
  public ObjectNode write(Budget budget) {
    return Json.object().put("millis", budget.millis());
  }

  @Override
  public Budget read(JsonNode record) {
    return of(record);
  }

  /** Reads the budget out of what the stage recorded. */
  static Budget of(JsonNode record) {
    return new Budget(record.get("millis").asDouble());
  }

  @Override
  public String summary(Budget budget) {
    return Units.millis(budget.millis());
  }
}
