package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;

/**
 * A learning rate that rises linearly, then falls along half a cosine to 0 (Loshchilov and Hutter
 * 2017, "SGDR", without restarts).
 *
 * @param peak the largest rate
 * @param warmup share of all steps in which the rate rises, in [0, 1)
 */
public record LearningRate(double peak, double warmup) {
  /** Share of a training that its first step is taken to be. */
  private static final double FIRST = 1e-5;

  /**
   * Checks the ranges.
   *
   * @throws InvalidInputException if the peak is not positive or the warm-up outside [0, 1)
   */
  public LearningRate {
    if (!(peak > 0 && Double.isFinite(peak))) {
      throw new InvalidInputException("learning rate must be above 0, got %s".formatted(peak));
    }
    if (!(warmup >= 0 && warmup < 1)) {
      throw new InvalidInputException(
          "warm-up must be a share of the steps within 0 to 1, got %s".formatted(warmup));
    }
  }

  /**
   * Returns the rate at a moment of a training that is measured in time.
   *
   * @param done share of the training that is done, within 0 to 1
   * @return the rate, above 0 but at the end
   */
  public double at(double done) {
    if (done < warmup) {
      return peak * Math.max(done, FIRST) / warmup;
    }
    return peak * 0.5 * (1 + Math.cos(Math.PI * (done - warmup) / (1 - warmup)));
  }

  /**
   * Returns the rate of one step.
   *
   * @param step the step, from 0
   * @param steps steps in all
   * @return the rate, above 0
   */
  public double at(long step, long steps) {
    double rising = warmup * steps;
    if (step < rising) {
      return peak * (step + 1) / (rising + 1);
    }
    return peak * 0.5 * (1 + Math.cos(Math.PI * (step - rising) / (steps - rising)));
  }
}
