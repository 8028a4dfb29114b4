package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.Quantiles;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EstimationTests {
  private final RandomGenerator random = Seeds.of(1, "estimation-tests");

  @Test
  void quantilesInterpolate() {
    List<Double> values = List.of(4.0, 1.0, 3.0, 2.0);
    assertEquals(2.5, Quantiles.median(values));
    assertEquals(1.75, Quantiles.quantile(values, 0.25));
  }

  @Test
  void levelsAreToldFromNetworks() {
    double[] level = {1, 1, 1.3, 1, 0.9, 1};
    List<ContextProfiler.Observation> observations = new ArrayList<>();
    for (int pass = 0; pass < 3; pass++) {
      for (int network = 0; network < 20; network++) {
        int batch = 2 * pass + (network / (pass + 1)) % 2;
        double own = (0.3 + 0.05 * network) * (1 + 0.002 * random.nextGaussian());
        observations.add(
            new ContextProfiler.Observation(
                network,
                batch,
                List.of(own * level[batch]),
                List.of(1.0),
                own * level[batch] / 2,
                Optional.empty()));
      }
    }
    Map<Integer, Double> found = LevelCorrection.levels(observations);
    for (int batch = 0; batch < level.length; batch++) {
      assertEquals(level[batch] / level[0], found.get(batch) / found.get(0), 0.01);
    }
  }

  @Test
  void calibrationFindsScaleAndShareOfANode() {
    List<CalibrationFit.Network> networks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      double nodes = 60 + random.nextInt(100);
      double profiled = 0.3 + random.nextDouble();
      double measured = (0.95 * profiled - 0.0015 * nodes) * (1 + 0.01 * random.nextGaussian());
      networks.add(new CalibrationFit.Network(profiled, nodes, measured));
    }
    Calibration fitted = CalibrationFit.fit(networks);
    assertEquals(0.95, fitted.scale(), 0.02);
    assertEquals(-0.0015, fitted.perNodeMillis(), 0.0002);
    assertEquals(0.01, fitted.residual(), 0.005);
    assertEquals(30, fitted.networks());
  }

  @Test
  void calibrationIsHardlyMovedByADisturbedNetwork() {
    List<CalibrationFit.Network> networks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      double nodes = 60 + random.nextInt(100);
      double profiled = 0.3 + random.nextDouble();
      double slow = i == 0 ? 2 : 1;
      networks.add(
          new CalibrationFit.Network(profiled, nodes, slow * (0.95 * profiled - 0.0015 * nodes)));
    }
    Calibration fitted = CalibrationFit.fit(networks);
    assertEquals(0.95, fitted.scale(), 0.03);
    assertEquals(-0.0015, fitted.perNodeMillis(), 0.0003);
  }

  @Test
  void calibrationIsARatioWhereNothingElseMakesSense() {
    Calibration fitted =
        CalibrationFit.fit(
            List.of(new CalibrationFit.Network(1, 100, 3), new CalibrationFit.Network(2, 210, 1)));
    assertTrue(fitted.scale() > 0);
  }

  @Test
  void calibrationIsARatioWhereTheNodesWouldOutweighTheEntries() {
    // Of as many nodes each, so that a network of long blocks tells of scale and share alone.
    List<CalibrationFit.Network> networks =
        List.of(
            new CalibrationFit.Network(1.0, 100, 0.02),
            new CalibrationFit.Network(1.2, 100, 0.22),
            new CalibrationFit.Network(1.4, 100, 0.42));
    LatencyEntry entry = LatencyEntry.of(1, 10, 0.1, 0.001, LatencyEntry.Origin.COVER);
    Calibration free = CalibrationFit.fit(networks);
    assertFalse(free.suits(List.of(entry)), free::toString);
    Calibration fitted = CalibrationFit.fitFor(List.of(entry), networks);
    assertTrue(fitted.suits(List.of(entry)), fitted::toString);
    assertEquals(0, fitted.perNodeMillis());
    assertEquals(0.22 / 1.2, fitted.scale(), 1e-4);
  }

  @Test
  void calibrationOfOneNetworkIsNotTakenForExact() {
    Calibration fitted = CalibrationFit.fit(List.of(new CalibrationFit.Network(1, 100, 0.8)));
    assertEquals(0.02, fitted.residual(), 1e-9);
  }

  @Test
  void calibrationOfOneNetworkIsNearlyARatio() {
    Calibration fitted = CalibrationFit.fit(List.of(new CalibrationFit.Network(1, 100, 0.8)));
    assertEquals(0.8, fitted.scale() + 100 * fitted.perNodeMillis(), 0.02);
    assertTrue(fitted.scale() <= 1 && fitted.perNodeMillis() <= 0);
  }

  @Test
  void calibrationOfNothingLeavesTheProfile() {
    assertEquals(Calibration.NONE, CalibrationFit.fit(List.of()));
  }
}
