package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LearningRateTests {
  private static final LearningRate SCHEDULE = new LearningRate(0.2, 0.1);

  @Test
  void theRateRisesToItsPeakAndFallsToNothing() {
    assertTrue(SCHEDULE.at(0.0) > 0);
    assertEquals(0.2, SCHEDULE.at(0.1), 1e-12);
    assertEquals(0.1, SCHEDULE.at(0.55), 1e-12);
    assertEquals(0, SCHEDULE.at(1.0), 1e-12);
  }

  @Test
  void timeAndStepsGoAlongTheSameCurve() {
    long steps = 10_000;
    for (long step = 0; step < steps; step++) {
      assertEquals(SCHEDULE.at(step, steps), SCHEDULE.at((double) step / steps), 1e-3);
    }
  }
}
