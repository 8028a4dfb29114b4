package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Genetic search for the one network of the greatest {@link Reward}: parents and offspring compete
 * for the next population, and local search around the best spends the last evaluations.
 *
 * <p>Crossover takes whole stages or whole blocks of either parent, mutation draws blocks anew.
 *
 * @param settings its size and rates
 */
public record SingleObjectiveGenetic(SearchSettings settings) implements SearchAlgorithm {
  private static final int TOURNAMENT = 3;

  @Override
  public SearchResult search(SearchProblem problem, SearchContext context) {
    return Exploration.run(
        problem,
        context,
        "reward-genetic",
        settings.evaluations(),
        exploration ->
            follow(exploration, Seeds.of(context.seed(), "search/reward-genetic/polish")));
  }

  private void follow(Exploration exploration, RandomGenerator polishing) {
    int polish = (int) Math.round(settings.polish() * settings.evaluations());
    int size = Math.min(settings.population(), Math.max(4, exploration.left() - polish));
    List<Ranked> population = exploration.evaluate(exploration.proposals().first(size));
    int children = 1;
    while (exploration.left() > polish && children > 0) {
      List<Ranked> parents = population;
      List<DecisionVector> offspring =
          exploration.made(
              Math.min(settings.population(), exploration.left() - polish),
              () -> child(exploration, parents));
      children = offspring.size();
      population = survivors(population, exploration.evaluate(offspring));
    }
    new Climb(exploration, polishing).from(population);
  }

  private DecisionVector child(Exploration exploration, List<Ranked> parents) {
    RandomGenerator random = exploration.random();
    Variation variation = exploration.variation();
    DecisionVector child = exploration.tournament(parents, TOURNAMENT).decisions();
    boolean crossed = random.nextDouble() < settings.crossover();
    if (crossed) {
      child =
          variation.cross(child, exploration.tournament(parents, TOURNAMENT).decisions(), random);
    }
    return crossed && random.nextDouble() >= settings.mutation()
        ? child
        : variation.mutate(child, random);
  }

  /** Returns the best of both, each network once, best first. */
  private List<Ranked> survivors(List<Ranked> parents, List<Ranked> offspring) {
    Set<Ranked> all = new LinkedHashSet<>(parents);
    all.addAll(offspring);
    return new ArrayList<>(
        all.stream().sorted(Comparator.reverseOrder()).limit(settings.population()).toList());
  }
}
