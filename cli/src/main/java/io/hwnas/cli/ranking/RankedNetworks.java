package io.hwnas.cli.ranking;

import io.hwnas.evaluator.predictor.AccuracyPredictor;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The networks whose order is asked for, with their true accuracies, which nothing but the
 * comparison sees.
 *
 * @param vectors different networks, each as likely as any other
 * @param truth their true accuracies, fractions, in the same order
 */
record RankedNetworks(List<DecisionVector> vectors, List<Double> truth) {
  /** Draws in a row that may bring nothing new before the space is taken to be exhausted. */
  private static final int DRAWS_IN_VAIN = 1_000_000;

  RankedNetworks {
    vectors = List.copyOf(vectors);
    truth = List.copyOf(truth);
  }

  /**
   * Draws networks and looks them up.
   *
   * @throws InvalidInputException if the space has fewer, or the benchmark lacks one
   */
  static RankedNetworks draw(SearchSpace space, AccuracyPredictor benchmark, int count, long seed) {
    if (space.size().compareTo(BigInteger.valueOf(count)) < 0) {
      throw tooMany(space, count, space.size().toString());
    }
    RandomGenerator random = Seeds.of(seed, "ranking/networks");
    Set<DecisionVector> drawn = new LinkedHashSet<>();
    int inVain = 0;
    while (drawn.size() < count) {
      inVain = drawn.add(space.sampleEvenly(1, random).get(0)) ? 0 : inVain + 1;
      if (inVain > DRAWS_IN_VAIN) {
        throw tooMany(space, count, Integer.toString(drawn.size()));
      }
    }
    List<DecisionVector> vectors = new ArrayList<>(drawn);
    return new RankedNetworks(vectors, vectors.stream().map(benchmark::accuracy).toList());
  }

  private static InvalidInputException tooMany(SearchSpace space, int count, String most) {
    return new InvalidInputException(
        "networks: the space %s has %s, you asked for %d".formatted(space.name(), most, count));
  }
}
