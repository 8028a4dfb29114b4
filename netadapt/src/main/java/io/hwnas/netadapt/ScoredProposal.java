package io.hwnas.netadapt;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A proposal and what became of it.
 *
 * @param proposal the proposal
 * @param screened accuracy before fine-tuning on the screening part of validation, where proposals
 *     are screened
 * @param early accuracy after a part of its fine-tuning, where losers are stopped there
 * @param accuracy validation accuracy after short-term fine-tuning; empty if screened out, stopped
 *     or failed
 * @param failure one line that says why fine-tuning failed
 */
public record ScoredProposal(
    Proposal proposal,
    OptionalDouble screened,
    OptionalDouble early,
    OptionalDouble accuracy,
    Optional<String> failure) {
  /** Returns a proposal of which nothing is known yet. */
  static ScoredProposal unknown(Proposal proposal) {
    return new ScoredProposal(
        proposal,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }

  ScoredProposal screenedAt(double value) {
    return new ScoredProposal(proposal, OptionalDouble.of(value), early, accuracy, failure);
  }

  ScoredProposal earlyAt(double value) {
    return new ScoredProposal(proposal, screened, OptionalDouble.of(value), accuracy, failure);
  }

  ScoredProposal scoredAt(double value) {
    return new ScoredProposal(proposal, screened, early, OptionalDouble.of(value), failure);
  }

  ScoredProposal failed(String cause) {
    return new ScoredProposal(
        proposal, screened, early, OptionalDouble.empty(), Optional.of(cause));
  }
}
