package io.hwnas.cli.ranking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class RankCorrelationTests {
  @Test
  void equal_orders_agree_wholly_and_reversed_ones_not_at_all() {
    RankCorrelation same = of(List.of(1.0, 2.0, 3.0, 9.0), List.of(0.1, 0.2, 0.3, 0.4));
    assertEquals(1, same.kendallTau());
    assertEquals(1, same.spearmanRho(), 1e-12);
    RankCorrelation reversed = of(List.of(4.0, 3.0, 2.0, 1.0), List.of(0.1, 0.2, 0.3, 0.4));
    assertEquals(-1, reversed.kendallTau());
    assertEquals(-1, reversed.spearmanRho(), 1e-12);
  }

  @Test
  void ties_count_as_in_kendalls_tau_b() {
    RankCorrelation tied = of(List.of(1.0, 2.0, 2.0, 3.0), List.of(1.0, 2.0, 3.0, 4.0));
    assertEquals(5 / Math.sqrt(5 * 6), tied.kendallTau(), 1e-12);
  }

  @Test
  void scores_that_are_all_equal_order_nothing() {
    RankCorrelation none = of(List.of(5.0, 5.0, 5.0), List.of(1.0, 2.0, 3.0));
    assertEquals(0, none.kendallTau());
    assertEquals(0, none.spearmanRho());
  }

  @Test
  void more_networks_make_the_interval_narrower() {
    RankCorrelation few = noisy(30);
    RankCorrelation many = noisy(500);
    assertTrue(few.low() < few.kendallTau() && few.kendallTau() < few.high(), few::toString);
    assertTrue(many.low() < many.kendallTau() && many.kendallTau() < many.high(), many::toString);
    assertTrue(many.high() - many.low() < 0.5 * (few.high() - few.low()), many::toString);
  }

  private static RankCorrelation noisy(int networks) {
    RandomGenerator random = Seeds.of(1, "noisy");
    List<Double> truth = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      truth.add((double) i / networks);
      scores.add(truth.get(i) + 0.2 * random.nextGaussian());
    }
    return of(scores, truth);
  }

  private static RankCorrelation of(List<Double> scores, List<Double> truth) {
    return RankCorrelation.of(scores, truth, 300, Seeds.of(1, "bootstrap"));
  }
}
