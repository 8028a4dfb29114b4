package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.results.Adaptation;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CheckedLatencyTests {
  private static final Architecture NETWORK = ReferenceNetworks.named("mobilenet-v3-small@28");
  private static final LayerGraph FIRST = LayerGraph.of(NETWORK);
  private static final LayerGraph CUT =
      LayerGraph.of(ChannelGroups.resize(NETWORK, "head.hidden", 512));

  /** A millisecond a million multiply-adds, give or take a hundredth. */
  private static final LatencyModel MODEL =
      graph -> {
        double millis = Cost.of(graph).madds() / 1e6;
        return new LatencyEstimate(millis, millis / 100);
      };

  /** A machine at a level, on which the network of a step takes so many times as long besides. */
  private static CheckedLatency checked(double level, double besides) {
    return new CheckedLatency(
        MODEL,
        FIRST,
        networks ->
            List.of(
                measurement("step", level * besides * MODEL.predict(CUT).millis()),
                measurement("level", level * MODEL.predict(FIRST).millis())));
  }

  private static LatencyMeasurement measurement(String name, double millis) {
    return new LatencyMeasurement(
        name, millis, millis, millis, 10, 0, 0.002, List.of(millis, millis));
  }

  @Test
  void what_is_predicted_from_hears_of_networks_that_are_considered() {
    List<LayerGraph> heard = new ArrayList<>();
    LatencyModel hearing =
        new LatencyModel() {
          @Override
          public LatencyEstimate predict(LayerGraph graph) {
            return MODEL.predict(graph);
          }

          @Override
          public boolean considered(List<LayerGraph> graphs) {
            return heard.addAll(graphs);
          }
        };
    assertTrue(new CheckedLatency(hearing, FIRST, networks -> List.of()).considered(List.of(CUT)));
    assertEquals(List.of(CUT), heard);
  }

  @Test
  void a_machine_that_is_slower_for_all_networks_is_no_drift() {
    CheckedLatency latency = checked(1.3, 1);
    latency.chosen(CUT);
    Adaptation.Check check = latency.checks().get(0);
    assertFalse(check.recalibrated());
    assertEquals(1.3, check.level(), 1e-12);
    assertEquals(MODEL.predict(CUT).millis(), check.measuredMillis(), 1e-9);
    assertEquals(MODEL.predict(CUT).millis(), latency.predict(CUT).millis(), 1e-9);
  }

  @Test
  void a_prediction_and_a_measurement_that_agree_are_averaged() {
    CheckedLatency latency = checked(1, 1.004);
    double predicted = latency.predict(CUT).millis();
    latency.chosen(CUT);
    Adaptation.Check check = latency.checks().get(0);
    assertFalse(check.recalibrated());
    assertEquals(predicted, check.predictedMillis(), 1e-12);
    assertEquals(1.004 * predicted, check.measuredMillis(), 1e-9);
    double known = latency.predict(CUT).millis();
    assertTrue(predicted < known && known < 1.004 * predicted, () -> known + " of " + predicted);
    assertEquals(known / predicted, check.calibration(), 1e-12);
    assertEquals(known, check.knownMillis(), 1e-12);
  }

  @Test
  void a_network_farther_from_its_prediction_than_both_errors_calibrates_later_ones() {
    CheckedLatency latency = checked(0.9, 1.2);
    latency.chosen(CUT);
    Adaptation.Check check = latency.checks().get(0);
    assertTrue(check.recalibrated());
    assertEquals(1.2, check.calibration(), 1e-9);
    assertTrue(check.allowedMillis() < 0.1 * MODEL.predict(CUT).millis());
    assertEquals(1.2 * MODEL.predict(FIRST).millis(), latency.predict(FIRST).millis(), 1e-9);
    latency.chosen(CUT);
    assertFalse(latency.checks().get(1).recalibrated());
    assertEquals(1.2, latency.checks().get(1).calibration(), 1e-9);
  }

  @Test
  void what_was_not_changed_is_not_doubted() {
    CheckedLatency latency = checked(1, 1);
    assertEquals(0, latency.predict(FIRST).uncertaintyMillis());
    double before = latency.predict(CUT).uncertaintyMillis();
    assertTrue(before > 0 && before <= MODEL.predict(CUT).uncertaintyMillis());
    latency.chosen(CUT);
    double timed = latency.predict(CUT).uncertaintyMillis();
    assertTrue(timed < before, () -> timed + " after " + before);
    assertTrue(latency.predict(FIRST).uncertaintyMillis() > timed);
  }

  @Test
  void the_model_beneath_hears_of_the_network_too() {
    boolean[] heard = new boolean[1];
    LatencyModel hearing =
        new LatencyModel() {
          @Override
          public LatencyEstimate predict(LayerGraph graph) {
            return MODEL.predict(graph);
          }

          @Override
          public void chosen(LayerGraph graph) {
            heard[0] = true;
          }
        };
    new CheckedLatency(
            hearing, FIRST, networks -> List.of(measurement("step", 1), measurement("level", 1)))
        .chosen(CUT);
    assertTrue(heard[0]);
  }
}
