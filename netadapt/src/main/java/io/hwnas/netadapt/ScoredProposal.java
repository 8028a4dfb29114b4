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
    Proposal proposal, OptionalDouble screened, OptionalDouble accuracy, Optional<String> failure) {
  /**
   * Returns how good it is to go from one network to another: MobileNetV3's Δaccuracy/|Δlatency|
   * (section 4.2) where accuracy falls.
   *
   * <p>Where accuracy does not fall, the ratio would prefer the smaller cut among equal gains;
   * there the score is Δaccuracy·|Δlatency|. So a better accuracy or a greater cut never makes the
   * score worse, and every gain beats every loss.
   *
   * @param accuracyChange accuracy after less accuracy before
   * @param cutMillis by how much latency falls, positive
   * @return the score; more is better
   */
  public static double merit(double accuracyChange, double cutMillis) {
    return accuracyChange < 0 ? accuracyChange / cutMillis : accuracyChange * cutMillis;
  }
}
