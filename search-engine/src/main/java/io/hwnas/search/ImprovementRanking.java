package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Candidates by their expected improvement on the best figure known; more is better. */
final class ImprovementRanking {
  private final LikeliestPredictor predictor;
  private final double best;
  private final List<DecisionVector> candidates;

  /**
   * Fits a predictor to networks that were evaluated.
   *
   * @param networks their canonical vectors
   * @param figures what each scored, signed so that more is better
   * @param candidates others, to choose from
   */
  ImprovementRanking(
      List<DecisionVector> networks, double[] figures, List<DecisionVector> candidates) {
    this.predictor = LikeliestPredictor.fit(networks, figures);
    this.best = Arrays.stream(figures).max().orElseThrow();
    this.candidates = candidates;
  }

  /**
   * A candidate and how much it may improve.
   *
   * @param candidate its place
   * @param chance its figure
   * @param exact whether the deviation is no mere bound
   * @param improvement expected improvement on what was known when it was asked
   */
  private record Hope(int candidate, Chance chance, boolean exact, double improvement)
      implements Comparable<Hope> {
    private static final Comparator<Hope> GREATEST_FIRST =
        Comparator.comparingDouble(Hope::improvement).reversed().thenComparingInt(Hope::candidate);

    @Override
    public int compareTo(Hope other) {
      return GREATEST_FIRST.compare(this, other);
    }
  }

  /**
   * Chooses candidates one after another: the one of the greatest expected improvement on the best
   * and on what is expected of those chosen before.
   *
   * <p>An improvement falls as more is known and rises with the deviation; so what it was before,
   * or would be with a bound of the deviation, is a bound of it, and only the greatest bounds need
   * be looked into.
   *
   * @param size how many, at most the number of candidates
   */
  List<DecisionVector> choose(int size) {
    double beyond = best;
    PriorityQueue<Hope> hopes = new PriorityQueue<>();
    for (int i = 0; i < candidates.size(); i++) {
      Chance chance = predictor.predictRoughly(candidates.get(i));
      hopes.add(new Hope(i, chance, false, chance.improvement(beyond)));
    }
    List<DecisionVector> chosen = new ArrayList<>();
    while (chosen.size() < size) {
      Hope hope = looked(hopes.remove(), beyond);
      if (!hopes.isEmpty() && hope.compareTo(hopes.element()) > 0) {
        hopes.add(hope);
      } else {
        chosen.add(candidates.get(hope.candidate()));
        beyond = Math.max(beyond, hope.chance().mean());
      }
    }
    return chosen;
  }

  private Hope looked(Hope bound, double beyond) {
    Chance chance =
        bound.exact() ? bound.chance() : predictor.predict(candidates.get(bound.candidate()));
    return new Hope(bound.candidate(), chance, true, chance.improvement(beyond));
  }
}
