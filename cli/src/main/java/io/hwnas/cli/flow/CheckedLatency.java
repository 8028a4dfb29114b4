package io.hwnas.cli.flow;

import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LatencyRatio;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.results.Adaptation;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Holds predictions against the clock: each network that a step of NetAdapt took is timed whole, in
 * turn with the first network, which tells the machine's level. All latencies are at the level at
 * which the first network takes what the table says.
 *
 * <p>What is known of a network goes out from the last one that was timed: only the blocks that are
 * different can be predicted wrong. Prediction and measurement of a step's network are averaged by
 * the inverse of their variances, and later predictions multiplied by what makes that right. Where
 * the two are farther apart than twice the standard error of their difference, the prediction was
 * wrong by more than it said, and the measurement alone counts.
 */
final class CheckedLatency implements LatencyModel {
  private static final double STANDARD_ERRORS = 2;

  /** A step's cut is to be known so well, relatively. */
  private static final double ENOUGH = 0.005;

  /** Of a part of a network: so that a poor table does not make every cut worthless. */
  private static final double MOST_DEVIATION = 0.25;

  private final LatencyModel model;
  private final LayerGraph first;
  private final double firstMillis;
  private final Function<List<TimedNetwork>, List<LatencyMeasurement>> timing;
  private final List<Adaptation.Check> checks = new ArrayList<>();
  private Anchor anchor;

  /**
   * The last network that was timed, or the first.
   *
   * @param tableMillis what the table says of it, in milliseconds
   * @param millis what it takes, in milliseconds
   * @param errorMillis standard error of that
   */
  private record Anchor(double tableMillis, double millis, double errorMillis) {
    double calibration() {
      return millis / tableMillis;
    }
  }

  /**
   * Creates the model.
   *
   * @param model predicts from the table
   * @param first the network that steps begin from
   * @param timing times networks in turn, on what the table was measured on
   */
  CheckedLatency(
      LatencyModel model,
      LayerGraph first,
      Function<List<TimedNetwork>, List<LatencyMeasurement>> timing) {
    this.model = model;
    this.first = first;
    this.timing = timing;
    this.firstMillis = model.predict(first).millis();
    this.anchor = new Anchor(firstMillis, firstMillis, 0);
  }

  /**
   * Creates a model of what is known before any network is timed; it hears of none that is chosen.
   *
   * @param model predicts from the table
   * @param first the network that steps begin from
   */
  static LatencyModel untimed(LatencyModel model, LayerGraph first) {
    return new CheckedLatency(
        model,
        first,
        networks -> {
          throw new IllegalStateException("nothing is timed before the run");
        });
  }

  /**
   * Creates a model that times with the clock.
   *
   * @param model predicts from the table
   * @param first the network that steps begin from
   * @param runtime what networks are timed on, that of the table
   * @param log what remembers the timings
   * @param protocol how they are timed, in so many sessions at least
   */
  static CheckedLatency timed(
      LatencyModel model,
      LayerGraph first,
      InferenceRuntime runtime,
      MeasurementLog log,
      TimingProtocol protocol) {
    NetworkTimer timer =
        new NetworkTimer(runtime, log.under("netadapt/check/"), ProgressListener.SILENT);
    int rounds = LatencyRatio.mostRounds(protocol, 2 * model.predict(first).millis());
    return new CheckedLatency(
        model,
        first,
        networks ->
            timer.measureUntil(
                LatencyRatio.known(networks.size(), ENOUGH), rounds, networks, protocol));
  }

  @Override
  public LatencyEstimate predict(LayerGraph graph) {
    LatencyEstimate table = model.predict(graph);
    double calibration = anchor.calibration();
    double known = anchor.errorMillis() * table.millis() / anchor.tableMillis();
    return new LatencyEstimate(
        calibration * table.millis(),
        Math.hypot(known, calibration * partErrorMillis(graph, table)));
  }

  /**
   * How wrong the table may be about what a network differs by from the last that was timed. Errors
   * of blocks are each other's own, so that a part is wrong by a greater share than the whole: by
   * the root of the number of blocks. No more than the whole can be wrong.
   */
  private double partErrorMillis(LayerGraph graph, LatencyEstimate table) {
    double share = table.uncertaintyMillis() / table.millis();
    double ofPart = Math.min(MOST_DEVIATION, share * Math.sqrt(graph.blocks().size()));
    double part = Math.abs(table.millis() - anchor.tableMillis());
    return Math.min(ofPart * part, table.uncertaintyMillis());
  }

  @Override
  public boolean considered(List<LayerGraph> graphs) {
    return model.considered(graphs);
  }

  @Override
  public void chosen(LayerGraph graph) {
    model.chosen(graph);
    List<LatencyMeasurement> measured =
        timing.apply(
            List.of(
                new GraphNetwork("step-" + (checks.size() + 1), graph),
                new GraphNetwork("level-0", first)));
    LatencyRatio ratio = LatencyRatio.of(measured.get(0), measured.get(1));
    double millis = firstMillis * ratio.value();
    double errorMillis = firstMillis * ratio.standardError();
    LatencyEstimate predicted = predict(graph);
    double allowed = STANDARD_ERRORS * Math.hypot(predicted.uncertaintyMillis(), errorMillis);
    boolean drifted = Math.abs(millis - predicted.millis()) > allowed;
    double tableMillis = model.predict(graph).millis();
    anchor =
        drifted
            ? new Anchor(tableMillis, millis, errorMillis)
            : averaged(tableMillis, predicted, millis, errorMillis);
    checks.add(
        new Adaptation.Check(
            predicted.millis(),
            millis,
            errorMillis,
            anchor.millis(),
            allowed,
            measured.get(1).medianMillis() / firstMillis,
            anchor.calibration(),
            drifted));
  }

  private static Anchor averaged(
      double tableMillis, LatencyEstimate predicted, double millis, double errorMillis) {
    double ofPrediction = predicted.uncertaintyMillis() * predicted.uncertaintyMillis();
    double weight = ofPrediction / (ofPrediction + errorMillis * errorMillis);
    return new Anchor(
        tableMillis,
        predicted.millis() + weight * (millis - predicted.millis()),
        Math.sqrt(weight) * errorMillis);
  }

  /** Returns what was found of each network chosen, in their order. */
  List<Adaptation.Check> checks() {
    return List.copyOf(checks);
  }
}
