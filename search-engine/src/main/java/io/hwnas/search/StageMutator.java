package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import io.jenetics.AbstractAlterer;
import io.jenetics.AltererResult;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import io.jenetics.util.ISeq;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Mutates offspring, and mutates again, a bounded number of times, those that are no news:
 * evaluated before, twice among the offspring, or beyond a constraint that is cheap to check.
 *
 * <p>What is still no news after the last attempt stays; the survival step deals with it.
 */
final class StageMutator extends AbstractAlterer<IntegerGene, Fitness> {
  private static final int ATTEMPTS = 16;

  private final Genomes genomes;
  private final Evaluations evaluations;

  StageMutator(Genomes genomes, Evaluations evaluations, double probability) {
    super(probability);
    this.genomes = genomes;
    this.evaluations = evaluations;
  }

  @Override
  public AltererResult<IntegerGene, Fitness> alter(
      Seq<Phenotype<IntegerGene, Fitness>> population, long generation) {
    RandomGenerator random = RandomRegistry.random();
    MSeq<Phenotype<IntegerGene, Fitness>> altered = MSeq.of(population);
    Set<DecisionVector> offspring = new HashSet<>();
    int alterations = 0;
    for (int i = 0; i < altered.size(); i++) {
      DecisionVector before = genomes.vector(altered.get(i).genotype());
      DecisionVector after =
          random.nextDouble() < probability() ? genomes.mutate(before, random) : before;
      for (int attempt = 0; attempt < ATTEMPTS && !news(after, offspring); attempt++) {
        after = genomes.mutate(attempt < ATTEMPTS / 2 ? before : after, random);
      }
      offspring.add(after);
      if (!after.equals(before)) {
        altered.set(i, Phenotype.of(genomes.genotype(after), generation));
        alterations++;
      }
    }
    ISeq<Phenotype<IntegerGene, Fitness>> sealed = altered.toISeq();
    return new AltererResult<>(sealed, alterations);
  }

  private boolean news(DecisionVector vector, Set<DecisionVector> offspring) {
    return !offspring.contains(vector)
        && !evaluations.evaluated(vector)
        && evaluations.feasible(vector);
  }
}
