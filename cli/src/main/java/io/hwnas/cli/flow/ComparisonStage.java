package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.CompletingLatencyModel;
import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.LatencyRatio;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
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
import java.util.stream.Collectors;

/**
 * Scores the found network and the baselines on the test split, which nothing else in a run
 * touches, and times them, and the search's finalists, to hold predictions against.
 *
 * <p>The blocks of theirs that the table lacked are measured anew with care first, and kept in the
 * run's table.
 */
final class ComparisonStage implements Stage<Comparison> {
  /** The stage's name. */
  static final String NAME = "comparison";

  /** How much slower a baseline is is to be known so well, relatively. */
  private static final double ENOUGH = 0.01;

  private final RunContext context;
  private final CompletingLatencyModel latency;
  private final LevelNetworks levelNetworks;
  private final List<LayerGraph> finalists;
  private final Candidate found;
  private final List<Candidate> baselines;

  ComparisonStage(
      RunContext context,
      CompletingLatencyModel latency,
      LevelNetworks levelNetworks,
      List<Architecture> finalists,
      Candidate found,
      List<Candidate> baselines) {
    this.context = context;
    this.latency = latency;
    this.levelNetworks = levelNetworks;
    this.finalists = finalists.stream().map(LayerGraph::of).toList();
    this.found = found;
    this.baselines = List.copyOf(baselines);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Comparison run(ProgressListener progress) {
    List<Compared> compared = compared();
    TableStage.write(
        context,
        latency.table().completedFor(compared.stream().map(one -> one.network().graph()).toList()));
    List<LatencyMeasurement> measured = timeAfresh(compared, progress);
    double level = levelNetworks.level(latency, measured);
    List<NetworkFigures> figures = new ArrayList<>();
    for (Compared one : compared) {
      figures.add(
          figures(one, measured.get(figures.size()), new LatencyPrediction(one.millis(), level)));
    }
    return new Comparison(
        figures.get(0),
        figures.subList(1, figures.size()),
        measured.subList(1, figures.size()).stream()
            .map(baseline -> LatencyRatio.of(baseline, measured.get(0)).value() - 1)
            .toList(),
        checks(level, measured.subList(figures.size(), measured.size())),
        level,
        context.config().baseline().tolerance(),
        levelNetworks.first(measured).map(first -> LatencyRatio.of(measured.get(0), first)));
  }

  /** A network of the comparison, and its latency by the table, measured with care. */
  private record Compared(String label, Candidate network, double millis) {}

  /** The found network, and the baselines. */
  private List<Compared> compared() {
    List<Compared> compared = new ArrayList<>();
    compared.add(new Compared(Comparison.FOUND, found, tableMillis(found)));
    for (Baseline baseline : Baseline.all(context.config().baseline())) {
      Candidate trained = baselines.get(baseline.place() - 1);
      compared.add(new Compared(baseline.label(), trained, tableMillis(trained)));
    }
    return compared;
  }

  private List<PredictionCheck> checks(double level, List<LatencyMeasurement> measured) {
    List<PredictionCheck> checks = new ArrayList<>();
    for (int i = 0; i < finalists.size(); i++) {
      checks.add(
          new PredictionCheck(
              finalist(i),
              level * latency.predict(finalists.get(i)).millis(),
              measured.get(i).medianMillis()));
    }
    return checks;
  }

  private static String finalist(int index) {
    return "finalist " + (index + 1);
  }

  private double tableMillis(Candidate network) {
    return latency.predictWithCare(network.graph(), levelNetworks.graphs()).millis();
  }

  /** Times all in turn once more: what chose a baseline favours one that was timed too slow. */
  private List<LatencyMeasurement> timeAfresh(List<Compared> compared, ProgressListener progress) {
    List<TimedNetwork> networks = new ArrayList<>();
    compared.forEach(one -> networks.add(new GraphNetwork(one.label(), one.network().graph())));
    for (int i = 0; i < finalists.size(); i++) {
      networks.add(new GraphNetwork(finalist(i), finalists.get(i)));
    }
    List<TimedNetwork> all = levelNetworks.after(networks);
    TimingProtocol protocol = context.config().latency().timing();
    return new NetworkTimer(context.runtime(), context.log().under("comparison/"), progress)
        .measureUntil(
            LatencyRatio.known(compared.size(), ENOUGH),
            LatencyRatio.mostRounds(protocol, all.size() * compared.get(0).millis()),
            all,
            protocol);
  }

  private NetworkFigures figures(
      Compared compared, LatencyMeasurement measured, LatencyPrediction predicted) {
    Candidate network = compared.network();
    LayerGraph graph = network.graph();
    Cost cost = Cost.of(graph);
    return new NetworkFigures(
        compared.label(),
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
    return "test top-1 %s, %s %s"
        .formatted(
            Units.percent(comparison.found().testTop1()),
            comparison.baselines().size() == 1 ? "the baseline's" : "the baselines'",
            comparison.baselines().stream()
                .map(baseline -> Units.percent(baseline.testTop1()))
                .collect(Collectors.joining(", ")));
  }
}
