package io.hwnas.cli.flow;

import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
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
 * turn with the first network, which tells the machine's level.
 *
 * <p>Measured over the level is what the network takes while the machine is as it was when the
 * table was measured. Where that is farther from the prediction than twice the standard errors of
 * both, later predictions are calibrated: multiplied by what makes this one right.
 */
final class CheckedLatency implements LatencyModel {
  private static final double STANDARD_ERRORS = 2;

  private final LatencyModel model;
  private final LevelNetworks first;
  private final Function<List<TimedNetwork>, List<LatencyMeasurement>> timing;
  private final List<Adaptation.Check> checks = new ArrayList<>();
  private double calibration = 1;

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
    this.first = new LevelNetworks(List.of(first));
    this.timing = timing;
  }

  /**
   * Creates a model that times with the clock.
   *
   * @param model predicts from the table
   * @param first the network that steps begin from
   * @param runtime what networks are timed on, that of the table
   * @param log what remembers the timings
   * @param protocol how they are timed
   */
  static CheckedLatency timed(
      LatencyModel model,
      LayerGraph first,
      InferenceRuntime runtime,
      MeasurementLog log,
      TimingProtocol protocol) {
    NetworkTimer timer =
        new NetworkTimer(runtime, log.under("netadapt/check/"), ProgressListener.SILENT);
    return new CheckedLatency(model, first, networks -> timer.measure(networks, protocol));
  }

  @Override
  public LatencyEstimate predict(LayerGraph graph) {
    return times(model.predict(graph), calibration);
  }

  /** Multiplies a prediction. */
  static LatencyEstimate times(LatencyEstimate estimate, double calibration) {
    return new LatencyEstimate(
        calibration * estimate.millis(), calibration * estimate.uncertaintyMillis());
  }

  @Override
  public void chosen(LayerGraph graph) {
    model.chosen(graph);
    List<LatencyMeasurement> measured =
        timing.apply(first.after(List.of(new GraphNetwork("step-" + (checks.size() + 1), graph))));
    double level = first.level(model, measured);
    double millis = measured.get(0).medianMillis() / level;
    LatencyEstimate predicted = predict(graph);
    double uncertainty =
        STANDARD_ERRORS * Math.hypot(predicted.uncertaintyMillis(), millis * error(measured));
    boolean drifted = Math.abs(millis - predicted.millis()) > uncertainty;
    if (drifted) {
      calibration = millis / model.predict(graph).millis();
    }
    checks.add(new Adaptation.Check(millis, uncertainty, level, calibration, drifted));
  }

  /** Relative standard error of one network's time over another's, from how sessions differ. */
  private static double error(List<LatencyMeasurement> measured) {
    double squares = 0;
    for (LatencyMeasurement one : measured) {
      squares += one.sessionSpread() * one.sessionSpread() / 4;
    }
    return Math.sqrt(squares);
  }

  /** Returns what was found of each network chosen, in their order. */
  List<Adaptation.Check> checks() {
    return List.copyOf(checks);
  }
}
