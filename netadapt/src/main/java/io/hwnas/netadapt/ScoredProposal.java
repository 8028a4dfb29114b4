package io.hwnas.netadapt;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A proposal and what became of it.
 *
 * @param proposal the proposal
 * @param screened accuracy before fine-tuning on the screening part of validation, where proposals
 *     are screened
 * @param accuracy validation accuracy after short-term fine-tuning; empty if screened out or failed
 * @param failure one line that says why fine-tuning failed
 */
public record ScoredProposal(
    Proposal proposal,
    OptionalDouble screened,
    OptionalDouble accuracy,
    Optional<String> failure) {}
