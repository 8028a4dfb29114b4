package io.hwnas.cli.flow;

import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LatencyRatio;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.Quantiles;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.results.Adaptation;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;

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

  /** Sessions are added until the ratio is known so well, as long as there are rounds left. */
  private static final double ENOUGH = 0.005;

  private static final int MOST_ROUNDS = 8;

  /** Of a part of a network: so that a poor table does not make every cut worthless. */
  private static final double MOST_DEVIATION = 0.25;

  private final LatencyModel model;
  private final LayerGraph first;
  private final double firstMillis;
  private final Timing timing;
  private final List<Adaptation.Check> checks = new ArrayList<>();
  private Anchor anchor;

  /** Times networks in turn, on what the table was measured on. */
  @FunctionalInterface
  interface Timing {
    /**
     * Times networks in a round of sessions.
     *
     * @param networks the networks
     * @param round number of the round for the same networks, from 0
     * @return their measurements, in their order
     */
    List<LatencyMeasurement> measure(List<TimedNetwork> networks, int round);
  }

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
   * @param timing times networks
   */
  CheckedLatency(LatencyModel model, LayerGraph first, Timing timing) {
    this.model = model;
    this.first = first;
    this.timing = timing;
    this.firstMillis = model.predict(first).millis();
    this.anchor = new Anchor(firstMillis, firstMillis, 0);
  }

  /**
   * Creates a model that times with the clock.
   *
   * @param model predicts from the table
   * @param first the network that steps begin from
   * @param runtime what networks are timed on, that of the table
   * @param log what remembers the timings
   * @param protocol how they are timed in a round
   */
  static CheckedLatency timed(
      LatencyModel model,
      LayerGraph first,
      InferenceRuntime runtime,
      MeasurementLog log,
      TimingProtocol protocol) {
    return new CheckedLatency(
        model,
        first,
        (networks, round) ->
            new NetworkTimer(
                    runtime,
                    log.under("netadapt/check/" + (round == 0 ? "" : "round-%d/".formatted(round))),
                    ProgressListener.SILENT)
                .measure(networks, protocol));
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

  /** Multiplies a prediction. */
  static LatencyEstimate times(LatencyEstimate estimate, double calibration) {
    return new LatencyEstimate(
        calibration * estimate.millis(), calibration * estimate.uncertaintyMillis());
  }

  @Override
  public void chosen(LayerGraph graph) {
    model.chosen(graph);
    Timed timed = timed(graph);
    LatencyRatio ratio = timed.ratio();
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
            allowed,
            timed.firstMillis() / firstMillis,
            anchor.calibration(),
            drifted));
  }

  /** A step's network and the first, timed in turn in some rounds. */
  private record Timed(List<LatencyMeasurement> step, List<LatencyMeasurement> first) {
    LatencyRatio ratio() {
      return LatencyRatio.of(step, first);
    }

    double firstMillis() {
      return Quantiles.median(first.stream().map(LatencyMeasurement::medianMillis).toList());
    }
  }

  private Timed timed(LayerGraph graph) {
    List<TimedNetwork> networks =
        List.of(
            new GraphNetwork("step-" + (checks.size() + 1), graph),
            new GraphNetwork("level-0", first));
    Timed timed = new Timed(new ArrayList<>(), new ArrayList<>());
    LatencyRatio ratio;
    int round = 0;
    do {
      List<LatencyMeasurement> measured = timing.measure(networks, round);
      timed.step().add(measured.get(0));
      timed.first().add(measured.get(1));
      ratio = timed.ratio();
      round++;
    } while (round < MOST_ROUNDS && ratio.standardError() > ENOUGH * ratio.value());
    return timed;
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
