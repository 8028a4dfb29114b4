package io.hwnas.netadapt;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The published way: every group that can takes a step's cut from the present network's cost alone,
 * and the proposal of most merit is taken, of equals the greater cut. The last step cuts no more
 * than the budget asks for, so that the way ends near it.
 *
 * @param merit what proposals are compared by
 */
public record GreedyPolicy(Merit merit) implements Policy {
  @Override
  public <N> Optional<Visit<N>> step(Descent<N> descent) {
    Visit<N> from = descent.at();
    Landscape<N> landscape = descent.landscape();
    List<N> proposals = proposals(descent, from);
    Optional<Visit<N>> best = Optional.empty();
    List<N> shortlist = landscape.shortlist(from, proposals, merit);
    landscape.expect(shortlist);
    for (N proposal : shortlist) {
      best = better(landscape, from, best, descent.visit(proposal));
    }
    best.ifPresent(winner -> landscape.taken(proposals, winner));
    return best;
  }

  @Override
  public boolean looksBack() {
    return false;
  }

  private static <N> List<N> proposals(Descent<N> descent, Visit<N> from) {
    double cut = descent.delta();
    List<N> proposals = List.of();
    for (int halving = 0;
        proposals.isEmpty() && halving <= descent.stride().halvings();
        halving++) {
      double target = Math.max(descent.stride().budget(), from.cost() - cut);
      proposals = descent.landscape().cuts(from.network(), target);
      cut /= 2;
    }
    return proposals;
  }

  /** Returns the better of two proposals and lets go of the other. */
  private <N> Optional<Visit<N>> better(
      Landscape<N> landscape, Visit<N> from, Optional<Visit<N>> best, Optional<Visit<N>> next) {
    if (best.isEmpty() || next.isEmpty()) {
      return best.isEmpty() ? next : best;
    }
    Comparator<Visit<N>> byMerit =
        Comparator.comparingDouble(
            visit -> merit.of(visit.accuracy() - from.accuracy(), from.cost() - visit.cost()));
    boolean wins =
        byMerit
                .thenComparingDouble(visit -> from.cost() - visit.cost())
                .compare(next.get(), best.get())
            > 0;
    landscape.release((wins ? best : next).get().network());
    return wins ? next : best;
  }
}
