package io.hwnas.search;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;

/**
 * Where and how a search runs.
 *
 * @param seed source of all its randomness
 * @param threads how many costly evaluations run at once; changes the time, never the result
 * @param log where every trial is kept; a log that holds trials of this search resumes it
 * @param progress hears of each network asked for
 */
public record SearchContext(long seed, int threads, TrialLog log, ProgressListener progress) {
  /** Checks the number of threads. */
  public SearchContext {
    if (threads < 1) {
      throw new InvalidInputException("a search needs at least 1 thread, not " + threads);
    }
  }
}
