package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LikeliestPredictorTests {
  private static final SearchSpace SPACE = Problems.largeSpace();

  private static List<DecisionVector> networks(int count, long seed) {
    RandomGenerator random = Seeds.of(seed, "test");
    Set<DecisionVector> networks = new LinkedHashSet<>();
    while (networks.size() < count) {
      networks.add(SPACE.sample(random));
    }
    return List.copyOf(networks);
  }

  /** A figure that one decision makes alone. */
  private static double[] first(List<DecisionVector> networks) {
    return networks.stream().mapToDouble(vector -> vector.choices().get(0)).toArray();
  }

  @Test
  void it_learns_which_decisions_matter() {
    List<DecisionVector> seen = networks(100, 1);
    LikeliestPredictor predictor = LikeliestPredictor.fit(seen, first(seen));
    List<DecisionVector> unseen = networks(100, 2);
    double[] truth = first(unseen);
    for (int i = 0; i < truth.length; i++) {
      assertEquals(truth[i], predictor.predict(unseen.get(i)).mean(), 0.25);
    }
  }

  @Test
  void the_rough_deviation_is_a_bound() {
    List<DecisionVector> seen = networks(60, 1);
    LikeliestPredictor predictor =
        LikeliestPredictor.fit(
            seen,
            seen.stream().mapToDouble(vector -> Problems.accuracy(SPACE.decode(vector))).toArray());
    for (DecisionVector network : networks(100, 2)) {
      Chance exact = predictor.predict(network);
      Chance rough = predictor.predictRoughly(network);
      assertEquals(exact.mean(), rough.mean(), 1e-12);
      assertTrue(exact.deviation() <= rough.deviation() + 1e-9);
    }
  }

  @Test
  void equal_figures_are_expected_of_all() {
    List<DecisionVector> seen = networks(20, 1);
    double[] equal = seen.stream().mapToDouble(network -> 0.5).toArray();
    LikeliestPredictor predictor = LikeliestPredictor.fit(seen, equal);
    assertEquals(0.5, predictor.predict(networks(1, 2).get(0)).mean(), 1e-9);
  }
}
