package io.hwnas.results;

import io.hwnas.results.SearchView.Candidate;
import io.hwnas.results.SearchView.Choices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What good networks have in common: how often each choice is made among the best tenth of those
 * within the budget, by accuracy, and how often among all that were scored.
 *
 * <p>A share is of the networks that make the decision at all, for which they need the block.
 */
final class CommonChoices {
  private static final int TENTH = 10;

  private final List<Choices> decisions;
  private final List<Candidate> all;
  private final List<Candidate> best;

  /**
   * How often one choice is made.
   *
   * @param choice the choice
   * @param amongBest share among the best tenth; empty where none of them has the block
   * @param overall share among all
   */
  record Share(String choice, OptionalDouble amongBest, OptionalDouble overall) {
    /** Returns by how much the choice is more frequent among the best. */
    double gain() {
      return amongBest.orElse(0) - overall.orElse(0);
    }
  }

  CommonChoices(SearchView view) {
    this.decisions = view.decisions();
    this.all = view.candidates();
    List<Candidate> within =
        all.stream()
            .filter(Candidate::withinBudget)
            .sorted(Comparator.comparingDouble(Candidate::accuracy).reversed())
            .toList();
    this.best = within.subList(0, (within.size() + TENTH - 1) / TENTH);
  }

  int best() {
    return best.size();
  }

  int all() {
    return all.size();
  }

  /** Returns the shares of a decision's choices. */
  List<Share> shares(int decision) {
    List<Share> shares = new ArrayList<>();
    List<String> choices = decisions.get(decision).choices();
    for (int choice = 0; choice < choices.size(); choice++) {
      shares.add(
          new Share(
              choices.get(choice), share(best, decision, choice), share(all, decision, choice)));
    }
    return shares;
  }

  /** Returns the choice that gained most among the best, if one gained. */
  Optional<Share> favoured(int decision) {
    return shares(decision).stream()
        .filter(share -> share.amongBest().isPresent() && share.gain() > 0)
        .max(Comparator.comparingDouble(Share::gain));
  }

  private static OptionalDouble share(List<Candidate> among, int decision, int choice) {
    int made = 0;
    int chosen = 0;
    for (Candidate candidate : among) {
      int own = candidate.choices().get(decision);
      made += own == SearchView.ABSENT ? 0 : 1;
      chosen += own == choice ? 1 : 0;
    }
    return made == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) chosen / made);
  }
}
