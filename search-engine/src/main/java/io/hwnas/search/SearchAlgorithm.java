package io.hwnas.search;

/**
 * A way to search.
 *
 * <p>An implementation draws randomness only from the context's seed and learns about networks only
 * through {@link Evaluations}; then it is repeatable whatever the number of threads, and resumes by
 * being run again, without a line of its own about either.
 */
@FunctionalInterface
public interface SearchAlgorithm {
  /**
   * Searches.
   *
   * @param problem what is searched for
   * @param context seed, threads, where trials are kept, who hears of progress
   * @return what was found
   * @throws io.hwnas.space.InvalidInputException if no network of the space meets the constraints,
   *     naming the nearest value there is
   * @throws SearchStoppedException if one kind of failure repeats, or no evaluation succeeds
   */
  SearchResult search(SearchProblem problem, SearchContext context);
}
