package io.hwnas.evaluator;

import io.hwnas.space.InvalidInputException;
import java.util.Optional;

/**
 * A learning rate that rises linearly, then falls: along half a cosine to 0 (Loshchilov and Hutter
 * 2017, "SGDR", without restarts), or by steps.
 *
 * @param peak the largest rate
 * @param warmup share of all steps in which the rate rises, in [0, 1)
 * @param staircase the steps that it falls by; along a cosine if absent
 */
public record LearningRate(double peak, double warmup, Optional<Staircase> staircase) {
  /**
   * A fall by a factor every so many epochs, counted from the first step on, warm-up included, as
   * MnasNet's training has it: 0.97 every 2.4 (tensorflow/tpu, models/official/mnasnet,
   * build_learning_rate); MobileNetV3's is 0.99 every 3 (Howard et al. 2019, section 6.1.1).
   *
   * @param factor what is left of the rate, in (0, 1]
   * @param epochs passes through the images between two falls
   */
  public record Staircase(double factor, double epochs) {
    /**
     * Checks the ranges.
     *
     * @throws InvalidInputException if the factor is outside (0, 1] or the epochs not positive
     */
    public Staircase {
      if (!(factor > 0 && factor <= 1)) {
        throw new InvalidInputException(
            "a schedule's factor must be above 0 and at most 1, got %s".formatted(factor));
      }
      if (!(epochs > 0 && Double.isFinite(epochs))) {
        throw new InvalidInputException(
            "a schedule's epochs must be above 0, got %s".formatted(epochs));
      }
    }

    private double left(double done) {
      return Math.pow(factor, Math.floor(done / epochs));
    }
  }

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
   * Creates a rate that falls along half a cosine.
   *
   * @param peak the largest rate
   * @param warmup share of all steps in which the rate rises, in [0, 1)
   * @throws InvalidInputException if the peak is not positive or the warm-up outside [0, 1)
   */
  public LearningRate(double peak, double warmup) {
    this(peak, warmup, Optional.empty());
  }

  /**
   * Returns the rate at a moment of a training that is measured in time.
   *
   * @param done share of the training that is done, within 0 to 1
   * @param epochs passes through the images made so far
   * @return the rate, above 0 but at the end of a cosine
   */
  public double at(double done, double epochs) {
    if (done < warmup) {
      return peak * Math.max(done, FIRST) / warmup;
    }
    return staircase.isPresent()
        ? peak * staircase.get().left(epochs)
        : peak * 0.5 * (1 + Math.cos(Math.PI * (done - warmup) / (1 - warmup)));
  }

  /**
   * Returns the rate of one step.
   *
   * @param step the step, from 0
   * @param steps steps in all
   * @param epochs passes through the images made so far
   * @return the rate, above 0
   */
  public double at(long step, long steps, double epochs) {
    double rising = warmup * steps;
    if (step < rising) {
      return peak * (step + 1) / (rising + 1);
    }
    return staircase.isPresent()
        ? peak * staircase.get().left(epochs)
        : peak * 0.5 * (1 + Math.cos(Math.PI * (step - rising) / (steps - rising)));
  }

  /** Names the schedule in checkpoints; a cosine as it was named before there was another. */
  String identity() {
    return "LearningRate[peak=%s, warmup=%s%s]"
        .formatted(peak, warmup, staircase.map(fall -> ", " + fall).orElse(""));
  }
}
