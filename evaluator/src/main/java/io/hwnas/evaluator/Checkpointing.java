package io.hwnas.evaluator;

import java.time.Duration;
import java.util.Optional;

/**
 * Where checkpoints go, and how often.
 *
 * <p>How often they are saved never changes what is computed.
 *
 * @param store where to
 * @param period longest time between two
 */
public record Checkpointing(CheckpointStore store, Duration period) {
  /** The longest period, so that a killed run loses little. */
  public static final Duration LONGEST_PERIOD = Duration.ofMinutes(1);

  /**
   * Checks the period.
   *
   * @throws IllegalArgumentException if it is negative or above {@link #LONGEST_PERIOD}
   */
  public Checkpointing {
    if (period.isNegative() || period.compareTo(LONGEST_PERIOD) > 0) {
      throw new IllegalArgumentException("checkpoint period must be within a minute: " + period);
    }
  }

  /**
   * Keeps none, for trainings shorter than a period.
   *
   * @return checkpoints that are forgotten
   */
  public static Checkpointing none() {
    return new Checkpointing(
        new CheckpointStore() {
          @Override
          public Optional<Checkpoint> latest() {
            return Optional.empty();
          }

          @Override
          public void save(Checkpoint checkpoint) {}
        },
        LONGEST_PERIOD);
  }
}
