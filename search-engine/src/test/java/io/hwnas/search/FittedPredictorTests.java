package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.junit.jupiter.api.Test;

class FittedPredictorTests {
  private static final SearchSpace SPACE = Problems.largeSpace();

  private static List<DecisionVector> networks(int count, long seed) {
    RandomGenerator random = Seeds.of(seed, "test");
    Set<DecisionVector> networks = new LinkedHashSet<>();
    while (networks.size() < count) {
      networks.add(SPACE.sample(random));
    }
    return List.copyOf(networks);
  }

  private static double[] accuracies(List<DecisionVector> networks) {
    return networks.stream()
        .mapToDouble(vector -> Problems.accuracy(SPACE.decode(vector)))
        .toArray();
  }

  @Test
  void it_ranks_networks_it_has_not_seen_about_as_well_as_it_says() {
    List<DecisionVector> seen = networks(150, 1);
    FittedPredictor predictor = FittedPredictor.fit(seen, accuracies(seen));
    List<DecisionVector> unseen = networks(150, 2);
    double tau =
        new KendallsCorrelation()
            .correlation(
                accuracies(unseen), unseen.stream().mapToDouble(predictor::expected).toArray());
    assertTrue(tau > 0.4, "unseen " + tau);
    assertEquals(tau, predictor.rankCorrelation(), 0.15);
  }

  @Test
  void noise_is_no_rank_correlation() {
    List<DecisionVector> networks = networks(100, 1);
    double[] noise = Seeds.of(5, "test").doubles(100).toArray();
    assertTrue(Math.abs(FittedPredictor.fit(networks, noise).rankCorrelation()) < 0.25);
  }

  @Test
  void too_few_networks_are_refused() {
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> FittedPredictor.fit(networks(3, 1), new double[] {1, 2, 3}));
    assertEquals("a predictor needs at least 8 evaluated networks, not 3", thrown.getMessage());
  }
}
