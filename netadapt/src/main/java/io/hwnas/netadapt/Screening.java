package io.hwnas.netadapt;

import io.hwnas.space.InvalidInputException;

/**
 * Spares fine-tuning: all proposals are scored as they are cut, and only the best are fine-tuned.
 *
 * @param finalists how many proposals of a step are fine-tuned, at least 1
 * @param accuracy scores a network, quickly; a part of the validation split is enough
 * @param whole whether that is how fine-tuned networks are scored, too
 */
public record Screening(int finalists, ValidationAccuracy accuracy, boolean whole) {
  /** Checks the number. */
  public Screening {
    if (finalists < 1) {
      throw new InvalidInputException("finalists must be at least 1, not " + finalists);
    }
  }

  /**
   * Screens by the score that fine-tuned networks have, too.
   *
   * @param finalists how many proposals of a step are fine-tuned
   * @param accuracy scores a network
   */
  public Screening(int finalists, ValidationAccuracy accuracy) {
    this(finalists, accuracy, true);
  }
}
