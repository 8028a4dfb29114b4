package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import java.util.List;

/** Random search: networks drawn within the cheap constraints; what every other must beat. */
public final class RandomSearch implements SearchAlgorithm {
  private static final int BATCH = 32;

  private final SearchSettings settings;

  /**
   * Creates a search.
   *
   * @param settings how many evaluations
   */
  public RandomSearch(SearchSettings settings) {
    this.settings = settings;
  }

  @Override
  public SearchResult search(SearchProblem problem, SearchContext context) {
    return Exploration.run(
        problem, context, "random", settings.evaluations(), RandomSearch::follow);
  }

  private static void follow(Exploration exploration) {
    List<DecisionVector> batch = exploration.drawn(Math.min(BATCH, exploration.left()));
    while (!batch.isEmpty()) {
      exploration.evaluate(batch);
      batch = exploration.drawn(Math.min(BATCH, exploration.left()));
    }
  }
}
