package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class CalibrationTests {
  private static LatencyEntry entry(double nodes, double millis) {
    return LatencyEntry.of(3, nodes, millis, 0, LatencyEntry.Origin.COVER);
  }

  @Test
  void theProfilersShareOfANodeIsTakenOffItsBlock() {
    Calibration calibration = new Calibration(1.1, -0.002, 1, 0.01, 8);
    assertEquals(1.1 * 0.05 - 0.002 * 7, calibration.millis(entry(7, 0.05)), 1e-12);
  }

  @Test
  void aBlockNotLongerThanTheProfilersShareStillTakesATenthOfItsTime() {
    Calibration calibration = new Calibration(1.1, -0.002, 1, 0.01, 8);
    assertEquals(0.11 * 0.01, calibration.millis(entry(7, 0.01)), 1e-12);
  }

  @Property
  void noBlockTakesNoTime(
      @ForAll @Scale(6) @DoubleRange(min = 0.25, max = 4) double scale,
      @ForAll @Scale(6) @DoubleRange(min = -0.05, max = 0.05) double perNodeMillis,
      @ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 10) double millis,
      @ForAll @Scale(6) @DoubleRange(min = 1, max = 40) double nodes) {
    Calibration calibration = new Calibration(scale, perNodeMillis, 1, 0.01, 8);
    assertTrue(calibration.millis(entry(nodes, millis)) > 0);
  }

  @Property
  void aProfiledTimeFollowsFromAShare(
      @ForAll @Scale(6) @DoubleRange(min = 0.25, max = 4) double scale,
      @ForAll @Scale(6) @DoubleRange(min = -0.004, max = 0.004) double perNodeMillis,
      @ForAll @Scale(6) @DoubleRange(min = 0.2, max = 10) double shareMillis) {
    Calibration calibration = new Calibration(scale, perNodeMillis, 1, 0.01, 8);
    double profiled = calibration.profiledMillis(shareMillis, 7);
    assertEquals(shareMillis, calibration.millis(entry(7, profiled)), 4e-6);
  }

  @Test
  void noProfiledTimeIsZero() {
    Calibration calibration = new Calibration(1, 0.01, 1, 0.01, 8);
    assertEquals(1e-6, calibration.profiledMillis(0.02, 7));
  }

  @Test
  void anEntryOfNoTimeCannotBe() {
    assertEquals(
        "medianMillis must be positive, not 0.0",
        assertThrows(InvalidInputException.class, () -> entry(7, 0)).getMessage());
  }
}
