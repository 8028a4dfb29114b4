package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.CompletingLatencyModel;
import io.hwnas.latency.GraphNetwork;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.results.LatencyPrediction;
import io.hwnas.results.NetworkFigures;
import io.hwnas.results.ReportData.PredictionCheck;
import io.hwnas.space.Architecture;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scores both networks on the test split, which nothing else in a run touches, and times both, and
 * the search's finalists, to hold predictions against.
 *
 * <p>The blocks of theirs that the table lacked are measured anew with care first, and kept in the
 * run's table.
 */
final class ComparisonStage implements Stage<Comparison> {
  /** The stage's name. */
  static final String NAME = "comparison";

  /** The found network and the baseline, which are timed before the finalists. */
  private static final int COMPARED = 2;

  private final RunContext context;
  private final CompletingLatencyModel latency;
  private final LevelNetworks levelNetworks;
  private final List<LayerGraph> finalists;
  private final Candidate found;
  private final Candidate baseline;

  ComparisonStage(
      RunContext context,
      CompletingLatencyModel latency,
      List<Architecture> finalists,
      Candidate found,
      Candidate baseline) {
    this.context = context;
    this.latency = latency;
    this.levelNetworks = LevelNetworks.of(context);
    this.finalists = finalists.stream().map(LayerGraph::of).toList();
    this.found = found;
    this.baseline = baseline;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Comparison run(ProgressListener progress) {
    double foundMillis = tableMillis(found);
    double baselineMillis = tableMillis(baseline);
    TableStage.write(
        context, latency.table().completedFor(List.of(found.graph(), baseline.graph())));
    List<LatencyMeasurement> measured = timeAfresh(progress);
    double level = levelNetworks.level(latency, measured);
    return new Comparison(
        figures(
            Comparison.FOUND, found, measured.get(0), new LatencyPrediction(foundMillis, level)),
        figures(
            Comparison.BASELINE,
            baseline,
            measured.get(1),
            new LatencyPrediction(baselineMillis, level)),
        checks(level, measured),
        level,
        context.config().baseline().tolerance());
  }

  private List<PredictionCheck> checks(double level, List<LatencyMeasurement> measured) {
    List<PredictionCheck> checks = new ArrayList<>();
    for (int i = 0; i < finalists.size(); i++) {
      checks.add(
          new PredictionCheck(
              finalist(i),
              level * latency.predict(finalists.get(i)).millis(),
              measured.get(COMPARED + i).medianMillis()));
    }
    return checks;
  }

  private static String finalist(int index) {
    return "finalist " + (index + 1);
  }

  private double tableMillis(Candidate network) {
    return latency.predictWithCare(network.graph(), levelNetworks.graphs()).millis();
  }

  /** Times both in turn once more: what chose the baseline favours one that was timed too slow. */
  private List<LatencyMeasurement> timeAfresh(ProgressListener progress) {
    List<TimedNetwork> networks = new ArrayList<>();
    networks.add(new GraphNetwork(Comparison.FOUND, found.graph()));
    networks.add(new GraphNetwork(Comparison.BASELINE, baseline.graph()));
    for (int i = 0; i < finalists.size(); i++) {
      networks.add(new GraphNetwork(finalist(i), finalists.get(i)));
    }
    return new NetworkTimer(context.runtime(), context.log().under("comparison/"), progress)
        .measure(levelNetworks.after(networks), context.config().latency().timing());
  }

  private NetworkFigures figures(
      String label, Candidate network, LatencyMeasurement measured, LatencyPrediction predicted) {
    LayerGraph graph = network.graph();
    Cost cost = Cost.of(graph);
    return new NetworkFigures(
        label,
        network.architecture().name(),
        new NetworkTraining(context).testAccuracy(graph, network.weights()),
        BaselineChoiceStage.figure(measured),
        Optional.of(predicted),
        cost.madds(),
        cost.params());
  }

  @Override
  public ObjectNode write(Comparison comparison) {
    return comparison.json();
  }

  @Override
  public Comparison read(JsonNode record) {
    return Comparison.of(record);
  }

  @Override
  public String summary(Comparison comparison) {
    return "test top-1 %s, the baseline's %s"
        .formatted(
            Units.percent(comparison.found().testTop1()),
            Units.percent(comparison.baseline().testTop1()));
  }
}
