package io.hwnas.netadapt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes steps back too: several parents, and proposals in which one group grows back while another
 * pays.
 *
 * <p>Every step lowers one target for all networks by δ. In each of its two rounds the candidates
 * are the cuts of the parents that are above the target and the exchanges of the best networks
 * within it. An {@link AdditiveModel} of the accuracies known ranks the candidates, and only the
 * best are evaluated; in the first step, where nothing is known, all cuts. The most accurate
 * networks within the target, whenever they were evaluated, are the next parents; the best of them
 * is where the step leads.
 *
 * @param width how many parents there are, and how many candidates of a round are evaluated
 */
public record ExchangePolicy(int width) implements Policy {
  private static final int ROUNDS = 2;

  /** A step that lowers the target by a smaller share of it leads nowhere. */
  private static final double LEAST_CUT = 1e-6;

  /** Checks the number. */
  public ExchangePolicy {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, not " + width);
    }
  }

  @Override
  public <N> Optional<Visit<N>> step(Descent<N> descent) {
    boolean first = descent.visits().size() == 1;
    return candidates(descent).flatMap(candidates -> step(descent, candidates, first));
  }

  private <N> Optional<Visit<N>> step(Descent<N> descent, Candidates<N> candidates, boolean first) {
    descent.aimAt(candidates.target);
    descent.keep(width);
    List<N> evaluated = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<N> unknown = candidates.unknown(width);
      List<N> chosen =
          first && round == 0 ? unknown : ranked(descent, unknown).stream().limit(width).toList();
      descent.landscape().expect(chosen);
      chosen.forEach(descent::visit);
      evaluated.addAll(chosen);
    }
    Optional<Visit<N>> winner = descent.best(candidates.target, 1).stream().findFirst();
    if (winner.isPresent()) {
      descent.landscape().taken(evaluated, winner.get());
    }
    return winner;
  }

  @Override
  public boolean looksBack() {
    return true;
  }

  /** Lowers the target by a step, or less where no network known or cut would meet that. */
  private <N> Optional<Candidates<N>> candidates(Descent<N> descent) {
    List<Visit<N>> parents = descent.best(descent.target(), width);
    Stride stride = descent.stride();
    double cut = descent.delta();
    if (cut < LEAST_CUT * descent.target()) {
      return Optional.empty();
    }
    for (int halving = 0; halving <= stride.halvings(); halving++) {
      double target = Math.max(stride.budget(), descent.target() - cut);
      Candidates<N> candidates = new Candidates<>(descent, parents, target);
      if (candidates.any()) {
        return Optional.of(candidates);
      }
      cut /= 2;
    }
    return Optional.empty();
  }

  private static <N> List<N> ranked(Descent<N> descent, List<N> candidates) {
    return AdditiveModel.of(descent.landscape(), descent.visits())
        .ranked(descent.landscape(), candidates);
  }

  /** What can be evaluated in one step; each network is cut and exchanged once. */
  private static final class Candidates<N> {
    private final Descent<N> descent;
    private final double target;
    private final List<N> cuts = new ArrayList<>();
    private final Map<N, List<N>> exchanges = new HashMap<>();

    private Candidates(Descent<N> descent, List<Visit<N>> parents, double target) {
      this.descent = descent;
      this.target = target;
      for (Visit<N> parent : parents) {
        if (parent.cost() > target) {
          cuts.addAll(descent.landscape().cuts(parent.network(), target));
        }
      }
    }

    private boolean any() {
      return !cuts.isEmpty() || !descent.best(target, 1).isEmpty();
    }

    private List<N> unknown(int width) {
      Set<N> candidates = new LinkedHashSet<>(cuts);
      for (Visit<N> within : descent.best(target, width)) {
        candidates.addAll(
            exchanges.computeIfAbsent(
                within.network(), network -> descent.landscape().exchanges(network, target)));
      }
      return candidates.stream().filter(descent::isNew).toList();
    }
  }
}
