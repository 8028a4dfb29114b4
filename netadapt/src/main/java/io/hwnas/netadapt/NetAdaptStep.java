package io.hwnas.netadapt;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One step: several proposals, and the network that it led to.
 *
 * @param number its place, from 1
 * @param fromMillis predicted latency of the network that it began from, as predictions were
 *     calibrated then; records of older versions do not say it
 * @param proposals all proposals, in the order of the network's channel groups
 * @param winner the one taken, with an accuracy; also among the proposals, or of an earlier step
 *     where the policy looks back
 * @param change how the network differs from the one before
 */
public record NetAdaptStep(
    int number,
    OptionalDouble fromMillis,
    List<ScoredProposal> proposals,
    ScoredProposal winner,
    String change) {
  /** Copies the list. */
  public NetAdaptStep {
    proposals = List.copyOf(proposals);
    if (winner.accuracy().isEmpty()) {
      throw new IllegalArgumentException("the winner must have an accuracy");
    }
  }
}
