package io.hwnas.search.rl;

import io.hwnas.space.InvalidInputException;

/**
 * How a controller learns. MnasNet's paper gives no figures for its controller; those of {@link
 * #ppo} and {@link #reinforce} were chosen on NAS-Bench-Macro, by seeds that the benchmark does not
 * use.
 *
 * @param hidden units of the LSTM and size of the embeddings
 * @param learningRate Adam's learning rate
 * @param epochs passes over each batch of episodes
 * @param clip how far a probability may move within a batch, as a ratio; infinite for plain policy
 *     gradients
 * @param entropyWeight weight of the entropy, which keeps the controller from settling early
 */
public record ControllerSettings(
    int hidden, double learningRate, int epochs, double clip, double entropyWeight) {
  /** Checks the ranges. */
  public ControllerSettings {
    if (hidden < 1 || epochs < 1 || !(learningRate > 0) || !(clip > 0) || !(entropyWeight >= 0)) {
      throw new InvalidInputException(
          "a controller needs hidden units, epochs, a learning rate and a clip above 0 and a weight"
              + " of the entropy of at least 0, not %d, %d, %s, %s and %s"
                  .formatted(hidden, epochs, learningRate, clip, entropyWeight));
    }
  }

  /**
   * Returns settings of proximal policy optimisation (Schulman et al. 2017, "Proximal Policy
   * Optimization Algorithms").
   *
   * @return four epochs, clipped at the paper's 0.2
   */
  public static ControllerSettings ppo() {
    return new ControllerSettings(64, 0.002, 4, 0.2, 0.01);
  }

  /**
   * Returns settings of REINFORCE (Williams 1992, "Simple Statistical Gradient-Following Algorithms
   * for Connectionist Reinforcement Learning").
   *
   * @return one epoch without clipping
   */
  public static ControllerSettings reinforce() {
    return new ControllerSettings(64, 0.005, 1, Double.POSITIVE_INFINITY, 0.01);
  }
}
