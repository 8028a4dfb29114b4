package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GenomesTests {
  private static final SearchSpace SPACE = Problems.largeSpace();
  private static final Genomes GENOMES = new Genomes(Problems.unconstrained(SPACE));

  @Property(tries = 100)
  void a_vector_survives_the_way_through_a_valid_genotype(@ForAll long seed) {
    DecisionVector vector = SPACE.sample(Seeds.of(seed, "test"));
    assertTrue(GENOMES.genotype(vector).isValid());
    assertTrue(GENOMES.genotype(SPACE.largest()).isValid());
    assertEquals(vector, GENOMES.vector(GENOMES.genotype(vector)));
  }

  @Property(tries = 100)
  void a_child_has_each_stages_depth_kernels_and_width_from_one_parent(@ForAll long seed) {
    RandomGenerator random = Seeds.of(seed, "test");
    DecisionVector one = SPACE.sample(random);
    DecisionVector other = SPACE.sample(random);
    for (DecisionVector child : GENOMES.cross(one, other, random)) {
      for (int stage = 0; stage < 4; stage++) {
        String shape = shape(SPACE.decode(child), stage);
        assertTrue(
            shape.equals(shape(SPACE.decode(one), stage))
                || shape.equals(shape(SPACE.decode(other), stage)));
      }
    }
  }

  private static String shape(Architecture architecture, int stage) {
    StringBuilder shape = new StringBuilder();
    architecture
        .stages()
        .get(stage)
        .blocks()
        .forEach(block -> shape.append(block.kernel()).append('/').append(block.outputChannels()));
    return shape.toString();
  }

  @Property(tries = 100)
  void a_mutant_is_canonical_and_mutation_moves(@ForAll long seed) {
    RandomGenerator random = Seeds.of(seed, "test");
    DecisionVector vector = SPACE.sample(random);
    DecisionVector moved = vector;
    for (int i = 0; i < 20; i++) {
      moved = GENOMES.mutate(moved, random);
      assertEquals(SPACE.canonical(moved), moved);
    }
    assertNotEquals(vector, moved);
  }
}
