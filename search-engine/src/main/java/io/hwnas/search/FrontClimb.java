package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.results.ParetoFront;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.DecisionVector;
import java.util.Arrays;
import java.util.List;

/**
 * Pareto local search with the evaluations that an exploration has left (Paquete et al. 2004):
 * networks one block away from those that no other beats, most often from those that stand alone.
 */
final class FrontClimb {
  private static final int BATCH = 8;

  /** Members that are drawn, of which the one with the most room is changed. */
  private static final int TOURNAMENT = 3;

  /** Room of the worst value of an objective, as a share of the front's span. */
  private static final double OUTER_ROOM = 0.1;

  private final SearchProblem problem;
  private final Exploration exploration;
  private final ParetoFront<DecisionVector> front;
  private int seen;

  FrontClimb(SearchProblem problem, Exploration exploration) {
    this.problem = problem;
    this.exploration = exploration;
    this.front =
        new ParetoFront<>(problem.objectives().stream().map(Objective::direction).toList());
  }

  /** Evaluates batch by batch until no evaluation is left, or no network worth one is found. */
  void climb() {
    List<DecisionVector> batch = next();
    while (!batch.isEmpty()) {
      exploration.evaluate(batch);
      batch = next();
    }
  }

  private List<DecisionVector> next() {
    int size = Math.min(BATCH, exploration.left());
    follow();
    List<ParetoFront.Member<DecisionVector>> members = front.members();
    if (members.isEmpty()) {
      return exploration.drawn(size);
    }
    double[] room = room(members);
    return exploration.made(
        size,
        () -> exploration.variation().step(members.get(chosen(room)).item(), exploration.random()));
  }

  /** Offers the trials since the last call to the front. */
  private void follow() {
    List<Trial> trials = exploration.trials();
    for (Trial trial : trials.subList(seen, trials.size())) {
      if (trial.state() instanceof TrialState.Done) {
        front.offer(new DecisionVector(trial.spec().decisions()), Fitness.values(problem, trial));
      }
    }
    seen = trials.size();
  }

  private int chosen(double[] room) {
    int best = exploration.random().nextInt(room.length);
    for (int i = 1; i < TOURNAMENT; i++) {
      int other = exploration.random().nextInt(room.length);
      best = room[other] > room[best] ? other : best;
    }
    return best;
  }

  /**
   * Returns for each member the product over objectives of its distance to the next worse member;
   * of two objectives that is the hypervolume that would be lost without it.
   */
  private double[] room(List<ParetoFront.Member<DecisionVector>> members) {
    double[] room = new double[members.size()];
    Arrays.fill(room, 1);
    for (int objective = 0; objective < problem.objectives().size(); objective++) {
      int place = objective;
      double[] values = members.stream().mapToDouble(m -> m.values().get(place)).toArray();
      boolean maximise = problem.objectives().get(objective).direction() == Direction.MAXIMISE;
      for (int i = 0; i < values.length; i++) {
        values[i] = maximise ? values[i] : -values[i];
      }
      double[] sorted = Arrays.stream(values).sorted().distinct().toArray();
      double outer = OUTER_ROOM * (sorted[sorted.length - 1] - sorted[0]);
      for (int i = 0; i < values.length; i++) {
        int rank = Arrays.binarySearch(sorted, values[i]);
        room[i] *= rank == 0 ? outer : values[i] - sorted[rank - 1];
      }
    }
    return room;
  }
}
