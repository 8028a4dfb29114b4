package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import java.util.List;

/**
 * Random search: networks drawn within the cheap constraints; what every other must beat.
 *
 * @param settings how many evaluations; the rest is not used
 */
public record RandomSearch(SearchSettings settings) implements SearchAlgorithm {
  private static final int BATCH = 32;

  @Override
  public SearchResult search(SearchProblem problem, SearchContext context) {
    return Exploration.run(
        problem, context, "random", settings.evaluations(), RandomSearch::follow);
  }

  private static void follow(Exploration exploration) {
    List<DecisionVector> batch = exploration.begun(Math.min(BATCH, exploration.left()));
    while (!batch.isEmpty()) {
      exploration.evaluate(batch);
      batch = exploration.drawn(Math.min(BATCH, exploration.left()));
    }
  }
}
