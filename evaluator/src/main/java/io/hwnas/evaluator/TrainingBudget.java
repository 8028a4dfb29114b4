package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;
import java.time.Duration;

/** How long a training lasts. */
public sealed interface TrainingBudget {
  /**
   * So many optimiser steps: what comes of them is the same on every run.
   *
   * @param steps optimiser steps in all
   */
  record Steps(long steps) implements TrainingBudget {
    /**
     * Checks the number.
     *
     * @throws InvalidInputException if it is negative
     */
    public Steps {
      if (steps < 0) {
        throw new InvalidInputException("steps must not be negative, got " + steps);
      }
    }

    @Override
    public String toString() {
      return Long.toString(steps);
    }
  }

  /**
   * So much time, over all attempts, along which the learning rate falls: how many steps it holds,
   * and so what comes of them, depends on the machine.
   *
   * @param duration the time between a start, or a resumption, and the last step
   */
  record Time(Duration duration) implements TrainingBudget {
    /**
     * Checks the time.
     *
     * @throws InvalidInputException if it is not positive
     */
    public Time {
      if (duration.isNegative() || duration.isZero()) {
        throw new InvalidInputException("a training must last, not " + duration);
      }
    }

    @Override
    public String toString() {
      return duration.toString();
    }
  }
}
