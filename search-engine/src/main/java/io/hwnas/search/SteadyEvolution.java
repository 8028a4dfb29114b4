package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Regularised evolution whose workers never wait for one another, as Real et al. ran it (AAAI 2019,
 * section "Methods"): each evaluation that ends makes room for the next.
 *
 * <p>What is bred depends on the order in which evaluations end. A killed search goes on from the
 * trials it has: those unfinished are evaluated first, the last ones are the population.
 */
final class SteadyEvolution {
  /** Evaluations under way for each thread, so that none waits for the next network. */
  private static final int QUEUED_A_THREAD = 2;

  private final Exploration exploration;
  private final int population;
  private final int sample;
  private final int most;
  private final Deque<Ranked> members = new ArrayDeque<>();
  private final Deque<DecisionVector> unfinished = new ArrayDeque<>();

  SteadyEvolution(
      SearchProblem problem, Exploration exploration, int population, int sample, int threads) {
    this.exploration = exploration;
    this.population = population;
    this.sample = sample;
    this.most = threads == 1 ? 1 : QUEUED_A_THREAD * threads;
    unfinished.addAll(exploration.recall());
    exploration.trials().forEach(trial -> join(Ranked.of(problem, trial)));
  }

  /** Evaluates until no evaluation is left, or no network worth one is found. */
  void follow() {
    fill();
    while (!exploration.underWay().isEmpty()) {
      join(exploration.take());
      fill();
    }
  }

  private void join(Ranked one) {
    members.add(one);
    if (members.size() > population) {
      members.remove();
    }
  }

  private void fill() {
    int room = Math.min(most, exploration.left()) - exploration.underWay().size();
    for (int i = 0; i < room; i++) {
      Optional<DecisionVector> next = next();
      if (next.isEmpty()) {
        return;
      }
      exploration.begin(next.get());
    }
  }

  private Optional<DecisionVector> next() {
    if (!unfinished.isEmpty()) {
      return Optional.of(unfinished.remove());
    }
    Set<DecisionVector> underWay = exploration.underWay();
    if (members.size() + underWay.size() < population || members.isEmpty()) {
      return exploration.proposals().drawn(underWay);
    }
    List<Ranked> parents = new ArrayList<>(members);
    return exploration
        .proposals()
        .made(
            () ->
                exploration
                    .variation()
                    .mutate(
                        exploration.tournament(parents, sample).decisions(), exploration.random()),
            underWay);
  }
}
