package io.hwnas.search;

import io.hwnas.results.Trial;
import java.util.List;

/**
 * What a search found.
 *
 * @param front the networks within all constraints that no other beats on all objectives, best of
 *     the first objective first
 * @param best of the networks within all constraints the best of the first objective; of equals the
 *     better in the next objective, then the earlier
 * @param trials every network evaluated, in the order of asking; none twice
 * @param evaluations how many of the trials were costly: all but those that a constraint on a cheap
 *     objective ruled out
 */
public record SearchResult(List<Trial> front, Trial best, List<Trial> trials, int evaluations) {
  /** Copies the lists. */
  public SearchResult {
    front = List.copyOf(front);
    trials = List.copyOf(trials);
  }
}
