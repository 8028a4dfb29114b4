package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Regularised evolution (Real et al., "Regularized Evolution for Image Classifier Architecture
 * Search", AAAI 2019, algorithm 1): the best of a random sample of the population is mutated, and
 * the oldest member makes room for the mutant.
 *
 * <p>Mutants come a few at a time, so that several threads have work; the number does not depend on
 * the threads. Asynchronous, each evaluation that ends makes room for the next mutant.
 *
 * @param settings population, evaluations and whether asynchronous; the rates are not used
 */
public record RegularizedEvolution(SearchSettings settings) implements SearchAlgorithm {
  /** The paper's sample is a quarter of its population (S = 25, P = 100). */
  private static final int SAMPLES_A_POPULATION = 4;

  private static final int BATCHES_A_POPULATION = 10;

  @Override
  public SearchResult search(SearchProblem problem, SearchContext context) {
    return Exploration.run(
        problem,
        context,
        "regularized-evolution",
        settings.evaluations(),
        exploration -> {
          if (settings.asynchronous()) {
            new SteadyEvolution(
                    problem, exploration, settings.population(), sample(), context.threads())
                .follow();
          } else {
            follow(exploration);
          }
        });
  }

  private int sample() {
    return Math.max(2, settings.population() / SAMPLES_A_POPULATION);
  }

  private void follow(Exploration exploration) {
    List<Ranked> population =
        new ArrayList<>(exploration.evaluate(exploration.begun(settings.population())));
    int batchSize = Math.max(1, settings.population() / BATCHES_A_POPULATION);
    List<DecisionVector> batch = batch(exploration, population, batchSize, sample());
    while (!batch.isEmpty()) {
      population.addAll(exploration.evaluate(batch));
      population.subList(0, Math.max(0, population.size() - settings.population())).clear();
      batch = batch(exploration, population, batchSize, sample());
    }
  }

  private static List<DecisionVector> batch(
      Exploration exploration, List<Ranked> population, int size, int sample) {
    return population.isEmpty()
        ? List.of()
        : exploration.made(
            Math.min(size, exploration.left()),
            () ->
                exploration
                    .variation()
                    .mutate(
                        exploration.tournament(population, sample).decisions(),
                        exploration.random()));
  }
}
