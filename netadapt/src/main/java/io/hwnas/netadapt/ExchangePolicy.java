package io.hwnas.netadapt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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

  /** Checks the number. */
  public ExchangePolicy {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, not " + width);
    }
  }

  @Override
  public <N> Optional<Visit<N>> step(Descent<N> descent) {
    List<Visit<N>> parents = descent.best(descent.target(), width);
    boolean first = descent.visits().size() == 1;
    OptionalDouble target = target(descent, parents);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    descent.aimAt(target.getAsDouble());
    List<N> evaluated = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<N> candidates = candidates(descent, parents);
      List<N> chosen =
          first && round == 0
              ? candidates
              : ranked(descent, candidates).stream().limit(width).toList();
      chosen.forEach(descent::visit);
      evaluated.addAll(chosen);
    }
    Optional<Visit<N>> winner = descent.best(descent.target(), 1).stream().findFirst();
    if (winner.isPresent()) {
      descent.landscape().taken(evaluated, winner.get());
      descent.landscape().retain(descent.running(width));
    }
    return winner;
  }

  @Override
  public boolean looksBack() {
    return true;
  }

  /** Returns the target a step lower, or nearer where no network known or cut would meet that. */
  private static <N> OptionalDouble target(Descent<N> descent, List<Visit<N>> parents) {
    Stride stride = descent.stride();
    double cut = stride.delta();
    for (int halving = 0; halving <= stride.halvings(); halving++) {
      double target = Math.max(stride.budget(), descent.target() - cut);
      if (!descent.best(target, 1).isEmpty() || !cuts(descent, parents, target).isEmpty()) {
        return OptionalDouble.of(target);
      }
      cut /= 2;
    }
    return OptionalDouble.empty();
  }

  private <N> List<N> candidates(Descent<N> descent, List<Visit<N>> parents) {
    double target = descent.target();
    Set<N> candidates = new LinkedHashSet<>(cuts(descent, parents, target));
    for (Visit<N> within : descent.best(target, width)) {
      candidates.addAll(descent.landscape().exchanges(within.network(), target));
    }
    return candidates.stream().filter(descent::isNew).toList();
  }

  private static <N> List<N> cuts(Descent<N> descent, List<Visit<N>> parents, double target) {
    List<N> cuts = new ArrayList<>();
    for (Visit<N> parent : parents) {
      if (parent.cost() > target) {
        cuts.addAll(descent.landscape().cuts(parent.network(), target));
      }
    }
    return cuts;
  }

  private static <N> List<N> ranked(Descent<N> descent, List<N> candidates) {
    return AdditiveModel.of(descent.landscape(), descent.visits())
        .ranked(descent.landscape(), candidates);
  }
}
