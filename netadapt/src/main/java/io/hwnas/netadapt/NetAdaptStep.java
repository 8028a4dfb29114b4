package io.hwnas.netadapt;

import java.util.List;

/**
 * One step: several proposals, of which one was taken.
 *
 * @param number its place, from 1
 * @param proposals all proposals, in the order of the network's channel groups
 * @param winner the one taken, also among the proposals, with an accuracy
 */
public record NetAdaptStep(int number, List<ScoredProposal> proposals, ScoredProposal winner) {
  /** Copies the list. */
  public NetAdaptStep {
    proposals = List.copyOf(proposals);
    if (!proposals.contains(winner) || winner.accuracy().isEmpty()) {
      throw new IllegalArgumentException("the winner must be a proposal with an accuracy");
    }
  }
}
