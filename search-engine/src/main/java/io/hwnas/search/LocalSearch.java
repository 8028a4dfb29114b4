package io.hwnas.search;

import java.util.List;

/**
 * Local search: from the best of a few random networks, change a block at a time, then two at once,
 * for the better; when nothing helps, go on from a changed copy of the best.
 *
 * @param settings how many evaluations; the rest is not used
 */
public record LocalSearch(SearchSettings settings) implements SearchAlgorithm {
  /** Share of the evaluations that the random networks to begin with take. */
  private static final int STARTS_SHARE = 10;

  @Override
  public SearchResult search(SearchProblem problem, SearchContext context) {
    return Exploration.run(
        problem,
        context,
        "local-search",
        settings.evaluations(),
        exploration -> {
          int starts = Math.max(1, settings.evaluations() / STARTS_SHARE);
          List<Ranked> first = exploration.evaluate(exploration.proposals().first(starts));
          new Climb(exploration, exploration.random()).from(first);
        });
  }
}
