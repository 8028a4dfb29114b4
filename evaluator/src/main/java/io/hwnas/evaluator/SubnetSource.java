package io.hwnas.evaluator;

import io.hwnas.space.Architecture;
import io.hwnas.space.SearchSpace;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Where the random subnets of a step come from: the space, or the part of it that matters.
 *
 * @param description what is wanted; stands in checkpoints, which resume under an equal one only
 * @param wanted whether an architecture is to learn
 */
public record SubnetSource(String description, Predicate<Architecture> wanted) {
  /** The whole space, uniformly over decision vectors. */
  public static final SubnetSource WHOLE_SPACE =
      new SubnetSource("whole space", architecture -> true);

  /** Draws made for one that is wanted, before any will do. */
  private static final int DRAWS = 100;

  /**
   * Draws an architecture.
   *
   * @param space the space
   * @param random decides which
   * @return one that is wanted; after many draws in vain, any
   */
  Architecture draw(SearchSpace space, RandomGenerator random) {
    Architecture drawn = space.decode(space.sample(random));
    for (int draw = 1; draw < DRAWS && !wanted.test(drawn); draw++) {
      drawn = space.decode(space.sample(random));
    }
    return drawn;
  }
}
