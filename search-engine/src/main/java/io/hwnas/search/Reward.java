package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.results.Trial;
import io.hwnas.space.InvalidInputException;

/** What makes one network better than another where a search wants a single best one. */
public sealed interface Reward {
  /** The first objective alone; of equals the better in the next is better. */
  Reward FIRST_OBJECTIVE = new FirstObjective();

  /** The first objective alone. */
  record FirstObjective() implements Reward {
    @Override
    public double of(SearchProblem problem, Trial trial) {
      Objective first = problem.objectives().get(0);
      double value = trial.score(first.name()).orElseThrow();
      return first.direction() == Direction.MAXIMISE ? value : -value;
    }
  }

  /**
   * MnasNet's product of accuracy and a power of latency (Tan et al., CVPR 2019, equations 2 and
   * 3).
   *
   * @param quality name of what should be great, such as accuracy
   * @param cost name of what should be near the target or below, such as latency
   * @param target T, in the unit of the cost
   * @param below α, the exponent of cost/T up to the target
   * @param above β, the exponent beyond it
   */
  record Weighted(String quality, String cost, double target, double below, double above)
      implements Reward {
    /** Checks that the target is positive and that cost is not rewarded. */
    public Weighted {
      if (!(target > 0 && Double.isFinite(target))) {
        throw new InvalidInputException(
            "the target of %s must be positive, not %s".formatted(cost, target));
      }
      if (!(below <= 0 && above <= 0 && Double.isFinite(below) && Double.isFinite(above))) {
        throw new InvalidInputException(
            "exponents of a reward must not be positive, not %s and %s".formatted(below, above));
      }
    }

    @Override
    public double of(SearchProblem problem, Trial trial) {
      return of(trial.score(quality).orElseThrow(), trial.score(cost).orElseThrow());
    }

    /**
     * Computes the reward.
     *
     * @param qualityValue ACC
     * @param costValue LAT, in the unit of the target
     * @return ACC·(LAT/T)^w, where w is α up to T and β beyond
     */
    public double of(double qualityValue, double costValue) {
      return qualityValue * Math.pow(costValue / target, costValue <= target ? below : above);
    }
  }

  /**
   * Returns MnasNet's soft reward, which trades latency for accuracy on both sides of the target.
   *
   * @param quality name of what should be great
   * @param cost name of what should be near the target
   * @param target the target
   * @param exponent w, −0.07 in MnasNet and −0.15 for MobileNetV3-Small
   * @return the reward with α = β = w
   */
  static Weighted soft(String quality, String cost, double target, double exponent) {
    return new Weighted(quality, cost, target, exponent, exponent);
  }

  /**
   * Returns MnasNet's hard reward, which does not care for less than the target.
   *
   * @param quality name of what should be great
   * @param cost name of what should not be beyond the target
   * @param target the target
   * @return the reward with α = 0 and β = −1
   */
  static Weighted hard(String quality, String cost, double target) {
    return new Weighted(quality, cost, target, 0, -1);
  }

  /**
   * Computes the reward of a network that was evaluated.
   *
   * @param problem what is searched for
   * @param trial a done trial of it
   * @return the reward; more is better
   */
  double of(SearchProblem problem, Trial trial);
}
