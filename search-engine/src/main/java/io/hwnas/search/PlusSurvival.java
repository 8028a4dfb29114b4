package io.hwnas.search;

import io.jenetics.Genotype;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import io.jenetics.engine.EvolutionInterceptor;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.util.ISeq;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * NSGA-II's (μ+λ) survival: of parents and evaluated offspring together, the μ best by front and
 * crowding live on.
 *
 * <p>Jenetics chooses survivors among the parents before it breeds, which is another algorithm; so
 * the engine breeds offspring alone, and this interceptor remembers the parents and puts the next
 * population together. Equal networks count once; copies return only to fill the population up.
 */
final class PlusSurvival implements EvolutionInterceptor<IntegerGene, Fitness> {
  private final Function<
          ISeq<Phenotype<IntegerGene, Fitness>>, ISeq<Phenotype<IntegerGene, Fitness>>>
      evaluator;
  private ISeq<Phenotype<IntegerGene, Fitness>> parents = ISeq.empty();

  /** Takes what gives unevaluated phenotypes their fitness, from the archive if it is there. */
  PlusSurvival(
      Function<ISeq<Phenotype<IntegerGene, Fitness>>, ISeq<Phenotype<IntegerGene, Fitness>>>
          evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  public EvolutionStart<IntegerGene, Fitness> before(EvolutionStart<IntegerGene, Fitness> start) {
    parents = start.population();
    return start;
  }

  @Override
  public EvolutionResult<IntegerGene, Fitness> after(EvolutionResult<IntegerGene, Fitness> result) {
    return EvolutionResult.of(
        result.optimize(),
        survivors(evaluator.apply(parents), result.population()),
        result.generation(),
        result.totalGenerations(),
        result.durations(),
        result.killCount(),
        result.invalidCount(),
        result.alterCount());
  }

  static ISeq<Phenotype<IntegerGene, Fitness>> survivors(
      ISeq<Phenotype<IntegerGene, Fitness>> parents,
      ISeq<Phenotype<IntegerGene, Fitness>> offspring) {
    Map<Genotype<IntegerGene>, Phenotype<IntegerGene, Fitness>> networks = new LinkedHashMap<>();
    List<Phenotype<IntegerGene, Fitness>> copies = new ArrayList<>();
    for (Phenotype<IntegerGene, Fitness> one : parents.append(offspring)) {
      if (networks.putIfAbsent(one.genotype(), one) != null) {
        copies.add(one);
      }
    }
    List<Phenotype<IntegerGene, Fitness>> unique = List.copyOf(networks.values());
    List<Integer> order =
        new CrowdedRanking(unique.stream().map(Phenotype::fitness).toList()).order();
    List<Phenotype<IntegerGene, Fitness>> next = new ArrayList<>();
    order.stream().limit(parents.size()).map(unique::get).forEach(next::add);
    copies.stream().limit(parents.size() - next.size()).forEach(next::add);
    return ISeq.of(next);
  }
}
