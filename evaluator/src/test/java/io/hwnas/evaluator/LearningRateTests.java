package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearningRateTests {
  private static final LearningRate SCHEDULE = new LearningRate(0.2, 0.1);

  @Test
  void theRateRisesToItsPeakAndFallsToNothing() {
    assertTrue(SCHEDULE.at(0.0, 0) > 0);
    assertEquals(0.2, SCHEDULE.at(0.1, 0), 1e-12);
    assertEquals(0.1, SCHEDULE.at(0.55, 0), 1e-12);
    assertEquals(0, SCHEDULE.at(1.0, 0), 1e-12);
  }

  @Test
  void timeAndStepsGoAlongTheSameCurve() {
    long steps = 10_000;
    for (long step = 0; step < steps; step++) {
      assertEquals(SCHEDULE.at(step, steps, 0), SCHEDULE.at((double) step / steps, 0), 1e-3);
    }
  }

  @Test
  void aStaircaseFallsByItsFactorEverySoManyEpochsOfTheWholeTraining() {
    LearningRate schedule =
        new LearningRate(0.256, 0.02, Optional.of(new LearningRate.Staircase(0.97, 2.4)));
    assertEquals(0.128, schedule.at(0.01, 3.5), 1e-12, "rising");
    assertEquals(0.256 * 0.97 * 0.97, schedule.at(0.02, 7.1), 1e-12);
    assertEquals(0.256 * Math.pow(0.97, 3), schedule.at(0.02, 7.2), 1e-12);
    assertEquals(0.256 * Math.pow(0.97, 145), schedule.at(99_999L, 100_000L, 349.9), 1e-12);
  }

  @Test
  void aStaircaseThatRisesIsRefused() {
    assertThrows(InvalidInputException.class, () -> new LearningRate.Staircase(1.1, 2));
    assertThrows(InvalidInputException.class, () -> new LearningRate.Staircase(0.9, 0));
  }
}
