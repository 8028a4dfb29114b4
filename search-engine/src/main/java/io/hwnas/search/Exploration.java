package io.hwnas.search;

import io.hwnas.results.Trial;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What an algorithm that seeks a single best network works with, for one search. */
final class Exploration {
  private final SearchProblem problem;
  private final Evaluations evaluations;
  private final int most;
  private final Variation variation;
  private final RandomGenerator random;
  private final Proposals proposals;

  /**
   * Begins on evaluations that are open.
   *
   * @param most the most networks to evaluate, those evaluated before included
   * @param feasible a network within the cheap constraints
   */
  Exploration(
      SearchProblem problem,
      Evaluations evaluations,
      int most,
      DecisionVector feasible,
      RandomGenerator random) {
    this.problem = problem;
    this.evaluations = evaluations;
    this.most = most;
    this.variation = new Variation(problem);
    this.random = random;
    this.proposals = new Proposals(problem, evaluations, feasible, variation, random);
  }

  /** How an algorithm uses an exploration. */
  @FunctionalInterface
  interface Plan {
    void follow(Exploration exploration);
  }

  /**
   * Opens evaluations, follows a plan and sums up.
   *
   * @param algorithm name that the generator is derived from
   * @param most the most networks to evaluate
   */
  static SearchResult run(
      SearchProblem problem, SearchContext context, String algorithm, int most, Plan plan) {
    try (Evaluations evaluations = new Evaluations(problem, context, most)) {
      RandomGenerator random = Seeds.of(context.seed(), "search/" + algorithm);
      DecisionVector feasible = evaluations.requireFeasible();
      plan.follow(new Exploration(problem, evaluations, most, feasible, random));
      return evaluations.result();
    }
  }

  Variation variation() {
    return variation;
  }

  RandomGenerator random() {
    return random;
  }

  Proposals proposals() {
    return proposals;
  }

  /** How many evaluations are left. */
  int left() {
    return most - evaluations.count();
  }

  /** Every network evaluated, in the order of asking. */
  List<Trial> trials() {
    return evaluations.trials();
  }

  /** Returns by how much a network exceeds the constraints on cheap objectives. */
  double violation(DecisionVector vector) {
    return evaluations.violation(vector);
  }

  /** Returns what a cheap objective says of a network. */
  double cheap(DecisionVector vector, String objective) {
    return evaluations.cheap(vector, objective);
  }

  /** Evaluates networks, no more than are left. */
  List<Ranked> evaluate(List<DecisionVector> vectors) {
    List<Ranked> ranked = new ArrayList<>();
    evaluations
        .evaluate(vectors.subList(0, Math.min(left(), vectors.size())))
        .forEach(trial -> ranked.add(Ranked.of(problem, trial)));
    return ranked;
  }

  /** Begins an evaluation that {@link #take} gives the result of. */
  void begin(DecisionVector vector) {
    evaluations.begin(vector);
  }

  /** Returns the networks that were begun and not taken. */
  Set<DecisionVector> underWay() {
    return evaluations.underWay();
  }

  /** Waits for the first of those under way to finish. */
  Ranked take() {
    return Ranked.of(problem, evaluations.take());
  }

  /** Takes what is in the log as evaluated; returns what was begun and not finished. */
  List<DecisionVector> recall() {
    return evaluations.recall();
  }

  /** Makes up to so many networks worth an evaluation; fewer where the space has none left. */
  List<DecisionVector> made(int count, Supplier<DecisionVector> maker) {
    return gathered(count, taken -> proposals.made(maker, taken));
  }

  /** Draws up to so many networks worth an evaluation; fewer where the space has none left. */
  List<DecisionVector> drawn(int count) {
    return gathered(count, proposals::drawn);
  }

  /**
   * Draws up to so many networks to begin with; the one known to be within the constraints, and
   * others like it, where none that is drawn is.
   */
  List<DecisionVector> begun(int count) {
    List<DecisionVector> drawn = drawn(count);
    return drawn.isEmpty() ? proposals.first(count) : drawn;
  }

  private static List<DecisionVector> gathered(
      int count,
      java.util.function.Function<Set<DecisionVector>, Optional<DecisionVector>> source) {
    Set<DecisionVector> gathered = new LinkedHashSet<>();
    while (gathered.size() < count) {
      Optional<DecisionVector> one = source.apply(gathered);
      if (one.isEmpty()) {
        break;
      }
      gathered.add(one.get());
    }
    return new ArrayList<>(gathered);
  }

  /** Returns the best of so many drawn from the list, with repetition. */
  Ranked tournament(List<Ranked> from, int size) {
    Ranked best = from.get(random.nextInt(from.size()));
    for (int i = 1; i < size; i++) {
      Ranked other = from.get(random.nextInt(from.size()));
      best = other.better(best) ? other : best;
    }
    return best;
  }
}
