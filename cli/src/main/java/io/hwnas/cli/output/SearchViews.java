package io.hwnas.cli.output;

import io.hwnas.results.SearchView;
import io.hwnas.results.SearchView.Candidate;
import io.hwnas.results.SearchView.Choices;
import io.hwnas.results.SearchView.RandomSearch;
import io.hwnas.results.Trial;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes of a search's trials what a report shows of its choices.
 *
 * @param space the space that was searched
 * @param accuracy name of the objective that is accuracy
 * @param accuracySource what the accuracies are
 */
public record SearchViews(SearchSpace space, String accuracy, String accuracySource) {
  private static final int RANDOM_NETWORKS = 300;

  /**
   * Makes the view.
   *
   * @param trials the trials of the run; those with other decisions are left out
   * @param withinBudget tells whether a scored trial is within the budget
   * @param random what random search finds, where that is known
   * @return the view
   */
  public SearchView of(
      List<Trial> trials, Predicate<Trial> withinBudget, Optional<RandomSearch> random) {
    List<Candidate> candidates = new ArrayList<>();
    for (Trial trial : trials) {
      boolean ofSpace = trial.spec().decisions().size() == space.decisions().size();
      if (ofSpace && trial.score(accuracy).isPresent()) {
        candidates.add(
            new Candidate(
                candidates.size() + 1,
                choices(new DecisionVector(trial.spec().decisions())),
                trial.score(accuracy).orElseThrow(),
                withinBudget.test(trial)));
      }
    }
    return new SearchView(
        accuracySource,
        space.decisions().stream()
            .map(decision -> new Choices(decision.name(), decision.choices()))
            .toList(),
        candidates,
        randomNetworks(),
        random);
  }

  private List<List<Integer>> randomNetworks() {
    List<List<Integer>> networks = new ArrayList<>();
    for (int i = 0; i < RANDOM_NETWORKS; i++) {
      networks.add(choices(space.sample(Seeds.of(0, "report/random-networks", i))));
    }
    return networks;
  }

  private List<Integer> choices(DecisionVector vector) {
    List<Integer> choices = new ArrayList<>(vector.choices());
    Set<Integer> absent = space.ofAbsentBlocks(vector);
    absent.forEach(place -> choices.set(place, SearchView.ABSENT));
    return choices;
  }
}
