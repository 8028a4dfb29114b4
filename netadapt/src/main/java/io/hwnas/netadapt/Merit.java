package io.hwnas.netadapt;

/** What makes one proposal of a step better than another. */
@FunctionalInterface
public interface Merit {
  /** The accuracy alone, as NetAdapt chooses (Yang et al., ECCV 2018, algorithm 1). */
  Merit ACCURACY = (accuracyChange, cut) -> accuracyChange;

  /**
   * MobileNetV3's Δaccuracy/|Δlatency| (section 4.2) where accuracy falls.
   *
   * <p>Where accuracy does not fall, the ratio would prefer the smaller cut among equal gains;
   * there it is Δaccuracy·|Δlatency|. So a better accuracy or a greater cut never makes the merit
   * worse, and every gain beats every loss.
   */
  Merit RATIO =
      (accuracyChange, cut) -> accuracyChange < 0 ? accuracyChange / cut : accuracyChange * cut;

  /**
   * Returns how good it is to go from one network to another.
   *
   * @param accuracyChange accuracy after less accuracy before
   * @param cut by how much the cost falls, positive
   * @return the merit; more is better
   */
  double of(double accuracyChange, double cut);
}
