package io.hwnas.netadapt;

import io.hwnas.results.ObjectiveValue;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import io.hwnas.space.Architectures;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Shows proposals as trials of a run.
 *
 * @param stage the trials' stage
 * @param score what the proposals are scored by
 * @param weights knows the proposals' seeds
 */
record StepTrials(String stage, String score, VariantWeights weights) {
  /** Returns the trials of the proposals that were fine-tuned, in their order. */
  Map<TrialSpec, TrialState> of(List<Variant> proposals, Function<Variant, ScoredProposal> scores) {
    Map<TrialSpec, TrialState> trials = new LinkedHashMap<>();
    for (Variant variant : proposals) {
      ScoredProposal scored = scores.apply(variant);
      TrialSpec spec = spec(variant);
      scored
          .accuracy()
          .ifPresent(accuracy -> trials.put(spec, done(accuracy, variant.latencyMillis())));
      scored
          .failure()
          .ifPresent(cause -> trials.put(spec, new TrialState.Failed(cause, Duration.ZERO)));
    }
    return trials;
  }

  private TrialSpec spec(Variant variant) {
    Variant.Origin origin = variant.cameFrom();
    return new TrialSpec(
        stage,
        "step %d %s".formatted(origin.step(), origin.label().replace('/', ' ')),
        List.of(),
        variant.architecture().name(),
        Architectures.write(variant.architecture()),
        weights.proposalSeed(origin));
  }

  private TrialState done(double accuracy, double latencyMillis) {
    return new TrialState.Done(
        List.of(
            ObjectiveValue.of(score, accuracy), ObjectiveValue.of("latencyMillis", latencyMillis)),
        Duration.ZERO);
  }
}
