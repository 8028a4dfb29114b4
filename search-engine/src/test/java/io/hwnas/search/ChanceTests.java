package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ChanceTests {
  @Test
  void the_expected_improvement_is_the_mean_over_what_may_be() {
    RandomGenerator random = Seeds.of(1, "test");
    double sum = 0;
    int draws = 200_000;
    for (int i = 0; i < draws; i++) {
      sum += Math.max(0, 2 + 0.5 * random.nextGaussian() - 2.3);
    }
    assertEquals(sum / draws, new Chance(2, 0.5).improvement(2.3), 2e-3);
  }

  @Test
  void what_is_certain_improves_by_its_difference_or_not_at_all() {
    assertEquals(0.25, new Chance(2, 0).improvement(1.75));
    assertEquals(0, new Chance(2, 0).improvement(2.25));
  }

  @Test
  void far_away_there_is_no_jump() {
    Chance chance = new Chance(0, 1);
    assertEquals(chance.improvement(8), chance.improvement(7.9999), 1e-14);
    assertEquals(chance.improvement(-8), chance.improvement(-7.9999), 1e-3);
  }

  @Test
  void of_equal_expectations_the_less_certain_may_improve_more() {
    assertTrue(new Chance(0, 2).improvement(1) > new Chance(0, 1).improvement(1));
  }
}
