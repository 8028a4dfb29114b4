package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.LatencyMeasurement;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LevelledLatencyModel;
import io.hwnas.latency.NetworkTimer;
import io.hwnas.latency.TimedNetwork;
import io.hwnas.results.LatencyFigure;
import io.hwnas.results.NetworkFigures;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.List;
import java.util.OptionalDouble;

/** Scores both networks on the test split, which nothing else in a run touches, and times both. */
final class ComparisonStage implements Stage<Comparison> {
  /** The stage's name. */
  static final String NAME = "comparison";

  private final RunContext context;
  private final LatencyModel latency;
  private final BaselineChoiceStage.Choice choice;
  private final Candidate found;
  private final Candidate baseline;

  ComparisonStage(
      RunContext context,
      LatencyModel latency,
      BaselineChoiceStage.Choice choice,
      Candidate found,
      Candidate baseline) {
    this.context = context;
    this.latency = new LevelledLatencyModel(latency, choice.level());
    this.choice = choice;
    this.found = found;
    this.baseline = baseline;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Comparison run(ProgressListener progress) {
    List<LatencyMeasurement> measured = timeAfresh(progress);
    return new Comparison(
        figures(Comparison.FOUND, found, BaselineChoiceStage.figure(measured.get(0))),
        figures(Comparison.BASELINE, baseline, BaselineChoiceStage.figure(measured.get(1))),
        choice.level(),
        context.config().baseline().tolerance());
  }

  /** Times both in turn once more: what chose the baseline favours one that was timed too slow. */
  private List<LatencyMeasurement> timeAfresh(ProgressListener progress) {
    return new NetworkTimer(context.runtime(), context.log().under("comparison/"), progress)
        .measure(
            List.of(
                new TimedNetwork.OfGraph(Comparison.FOUND, found.graph()),
                new TimedNetwork.OfGraph(Comparison.BASELINE, baseline.graph())),
            context.config().latency().timing());
  }

  private NetworkFigures figures(String label, Candidate network, LatencyFigure measured) {
    LayerGraph graph = network.graph();
    Cost cost = Cost.of(graph);
    return new NetworkFigures(
        label,
        network.architecture().name(),
        new NetworkTraining(context).testAccuracy(graph, network.weights()),
        measured,
        OptionalDouble.of(latency.predict(graph).millis()),
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
