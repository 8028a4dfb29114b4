package io.hwnas.netadapt;

import io.hwnas.space.InvalidInputException;
import java.util.OptionalInt;

/**
 * Scores proposals as they are cut, and spares fine-tuning where only the best of them are
 * fine-tuned.
 *
 * @param finalists how many proposals of a step are fine-tuned, at least 1; empty for all
 * @param accuracy scores a network, quickly; a part of the validation split is enough
 * @param whole whether that is how fine-tuned networks are scored, too
 */
public record Screening(OptionalInt finalists, ValidationAccuracy accuracy, boolean whole) {
  /** Checks the number. */
  public Screening {
    if (finalists.orElse(1) < 1) {
      throw new InvalidInputException("finalists must be at least 1, not " + finalists.getAsInt());
    }
  }

  /** Tells whether some of a step's proposals are not fine-tuned. */
  boolean leavesOut(int proposals) {
    return finalists.orElse(proposals) < proposals;
  }

  /**
   * Screens by the score that fine-tuned networks have, too.
   *
   * @param finalists how many proposals of a step are fine-tuned
   * @param accuracy scores a network
   */
  public Screening(int finalists, ValidationAccuracy accuracy) {
    this(OptionalInt.of(finalists), accuracy, true);
  }
}
