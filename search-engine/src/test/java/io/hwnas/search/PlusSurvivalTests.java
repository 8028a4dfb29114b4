package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenetics.Genotype;
import io.jenetics.IntegerChromosome;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import io.jenetics.util.ISeq;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PlusSurvivalTests {
  @Property(tries = 200)
  void no_network_that_dies_dominates_one_that_lives(
      @ForAll @Size(min = 8, max = 24) List<@IntRange(max = 9) Integer> numbers) {
    List<Phenotype<IntegerGene, Fitness>> all = new ArrayList<>();
    for (int i = 0; i + 1 < numbers.size(); i += 2) {
      Fitness fitness =
          numbers.get(i) == 9
              ? Fitness.beyond(1 + numbers.get(i + 1))
              : Fitness.within(numbers.get(i), numbers.get(i + 1));
      all.add(phenotype(i, fitness));
    }
    int kept = all.size() / 2;
    ISeq<Phenotype<IntegerGene, Fitness>> living =
        PlusSurvival.survivors(
            ISeq.of(all.subList(0, kept)), ISeq.of(all.subList(kept, all.size())));
    assertEquals(kept, living.size());
    for (Phenotype<IntegerGene, Fitness> one : all) {
      boolean lives = living.asList().contains(one);
      for (Phenotype<IntegerGene, Fitness> survivor : living) {
        assertFalse(
            !lives && one.fitness().compareTo(survivor.fitness()) > 0,
            () -> one + " dominates " + survivor);
      }
    }
  }

  @Test
  void good_parents_survive_bad_offspring() {
    ISeq<Phenotype<IntegerGene, Fitness>> parents =
        ISeq.of(phenotype(0, Fitness.within(1, 2)), phenotype(1, Fitness.within(2, 1)));
    ISeq<Phenotype<IntegerGene, Fitness>> offspring =
        ISeq.of(phenotype(2, Fitness.within(3, 3)), phenotype(3, Fitness.within(4, 4)));
    assertEquals(
        new HashSet<>(parents.asList()),
        new HashSet<>(PlusSurvival.survivors(parents, offspring).asList()));
  }

  @Test
  void copies_of_a_network_live_on_only_where_there_is_nothing_else() {
    Phenotype<IntegerGene, Fitness> good = phenotype(0, Fitness.within(0, 0));
    Phenotype<IntegerGene, Fitness> bad = phenotype(1, Fitness.within(5, 5));
    ISeq<Phenotype<IntegerGene, Fitness>> living =
        PlusSurvival.survivors(ISeq.of(good, good, good), ISeq.of(good, bad, good));
    assertEquals(List.of(good, bad, good), living.asList());
  }

  @Test
  void within_a_front_the_most_crowded_dies_first() {
    List<Phenotype<IntegerGene, Fitness>> front =
        IntStream.of(0, 10, 50, 51, 52, 100)
            .mapToObj(x -> phenotype(x, Fitness.within(x, 100 - x)))
            .toList();
    ISeq<Phenotype<IntegerGene, Fitness>> living =
        PlusSurvival.survivors(ISeq.of(front.subList(0, 5)), ISeq.of(front.subList(5, 6)));
    assertFalse(living.asList().contains(front.get(3)));
    assertTrue(living.asList().contains(front.get(0)));
    assertTrue(living.asList().contains(front.get(5)));
  }

  @Test
  void networks_within_the_constraints_come_before_all_beyond() {
    assertTrue(Fitness.within(9, 9).compareTo(Fitness.beyond(0.1)) > 0);
    assertTrue(Fitness.beyond(0.1).compareTo(Fitness.beyond(0.2)) > 0);
    assertEquals(0, Fitness.within(1, 2).compareTo(Fitness.within(2, 1)));
    assertTrue(Fitness.within(1, 1).compareTo(Fitness.within(1, 2)) > 0);
  }

  private static Phenotype<IntegerGene, Fitness> phenotype(int id, Fitness fitness) {
    return Phenotype.of(Genotype.of(IntegerChromosome.of(IntegerGene.of(id, 0, 200))), 1, fitness);
  }
}
