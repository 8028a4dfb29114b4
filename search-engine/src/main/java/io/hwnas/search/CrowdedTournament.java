package io.hwnas.search;

import io.jenetics.IntegerGene;
import io.jenetics.Optimize;
import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Selects parents by NSGA-II's binary tournament: the better front, then the less crowded. */
final class CrowdedTournament implements Selector<IntegerGene, Fitness> {
  @Override
  public ISeq<Phenotype<IntegerGene, Fitness>> select(
      Seq<Phenotype<IntegerGene, Fitness>> population, int count, Optimize optimize) {
    Comparator<Integer> betterFirst =
        new CrowdedRanking(population.stream().map(Phenotype::fitness).toList()).betterFirst();
    RandomGenerator random = RandomRegistry.random();
    List<Phenotype<IntegerGene, Fitness>> selected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int one = random.nextInt(population.size());
      int other = random.nextInt(population.size());
      selected.add(population.get(betterFirst.compare(one, other) <= 0 ? one : other));
    }
    return ISeq.of(selected);
  }
}
