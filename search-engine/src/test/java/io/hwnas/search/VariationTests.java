package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.CompiledSpace;
import io.hwnas.space.Decision;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class VariationTests {
  private static final SearchSpace SPACE = Problems.largeSpace();
  private static final SearchProblem PROBLEM = Problems.unconstrained(SPACE);
  private static final Variation VARIATION = new Variation(PROBLEM);
  private static final Variation ON_TABLES = new Variation(PROBLEM.on(CompiledSpace.of(SPACE)));

  /** Names of decisions that differ, cut to their block. */
  private static Set<String> differing(DecisionVector one, DecisionVector other) {
    Set<String> units = new HashSet<>();
    List<Decision> decisions = SPACE.decisions();
    for (int i = 0; i < decisions.size(); i++) {
      if (!one.choices().get(i).equals(other.choices().get(i))) {
        String name = decisions.get(i).name();
        units.add(name.contains(".b") ? name.substring(0, name.lastIndexOf('.')) : name);
      }
    }
    return units;
  }

  @Property(tries = 200)
  void a_child_has_each_block_whole_from_one_parent(@ForAll long seed) {
    RandomGenerator random = Seeds.of(seed, "test");
    DecisionVector one = SPACE.largest();
    DecisionVector other = SPACE.sample(random);
    DecisionVector child = VARIATION.cross(one, other, random);
    Set<String> fromOther = differing(child, one);
    Set<String> fromOne = differing(child, other);
    fromOther.retainAll(fromOne);
    // A block that a parent of lesser depth does not have stands as its first choices.
    assertTrue(
        fromOther.stream().allMatch(unit -> absent(child, unit) || absent(other, unit)),
        () -> fromOther.toString());
  }

  private static boolean absent(DecisionVector vector, String unit) {
    if (!unit.contains(".b")) {
      return false;
    }
    int stage = Integer.parseInt(unit.substring(1, unit.indexOf('.')));
    int block = Integer.parseInt(unit.substring(unit.indexOf(".b") + 2));
    return SPACE.decode(vector).stages().get(stage).blocks().size() <= block;
  }

  @Property(tries = 200)
  void a_mutant_is_canonical_and_a_step_changes_one_unit(@ForAll long seed) {
    RandomGenerator random = Seeds.of(seed, "test");
    DecisionVector vector = SPACE.largest();
    DecisionVector mutant = VARIATION.mutate(vector, random);
    assertEquals(SPACE.canonical(mutant), mutant);
    DecisionVector stepped = VARIATION.step(vector, random);
    assertNotEquals(vector, stepped);
    Set<String> present = differing(vector, stepped);
    present.removeIf(unit -> absent(stepped, unit));
    assertTrue(present.size() <= 1, present.toString());
  }

  @Test
  void singles_are_distinct_and_none_is_the_vector_itself() {
    DecisionVector vector = SPACE.largest();
    Set<DecisionVector> singles = new HashSet<>();
    for (int i = 0; i < VARIATION.singles(); i++) {
      singles.add(VARIATION.single(vector, i));
    }
    assertEquals(VARIATION.singles(), singles.size());
    assertTrue(!singles.contains(vector));
  }

  @Property(tries = 50)
  void a_compiled_space_changes_no_variation(@ForAll long seed) {
    DecisionVector vector = SPACE.sample(Seeds.of(seed, "test"));
    assertEquals(
        VARIATION.mutate(vector, Seeds.of(seed, "m")),
        ON_TABLES.mutate(vector, Seeds.of(seed, "m")));
  }
}
