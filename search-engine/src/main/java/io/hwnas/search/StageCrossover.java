package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import io.jenetics.Recombinator;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;
import java.util.List;

/** Crosses pairs of offspring stage by stage: a stage's decisions travel together. */
final class StageCrossover extends Recombinator<IntegerGene, Fitness> {
  private final Genomes genomes;

  StageCrossover(Genomes genomes, double probability) {
    super(probability, 2);
    this.genomes = genomes;
  }

  @Override
  protected int recombine(
      MSeq<Phenotype<IntegerGene, Fitness>> population, int[] individuals, long generation) {
    List<DecisionVector> children =
        genomes.cross(
            genomes.vector(population.get(individuals[0]).genotype()),
            genomes.vector(population.get(individuals[1]).genotype()),
            RandomRegistry.random());
    for (int i = 0; i < 2; i++) {
      population.set(individuals[i], Phenotype.of(genomes.genotype(children.get(i)), generation));
    }
    return 2;
  }
}
