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

/** Shows proposals as trials of a run. */
final class StepTrials {
  private StepTrials() {}

  /** Returns the trials of the proposals that were fine-tuned, in their order. */
  static Map<TrialSpec, TrialState> of(
      String stage,
      List<Variant> proposals,
      Function<Variant, ScoredProposal> scores,
      VariantWeights weights) {
    Map<TrialSpec, TrialState> trials = new LinkedHashMap<>();
    for (Variant variant : proposals) {
      ScoredProposal scored = scores.apply(variant);
      TrialSpec spec = spec(stage, variant, weights);
      scored
          .accuracy()
          .ifPresent(accuracy -> trials.put(spec, done(accuracy, variant.latencyMillis())));
      scored
          .failure()
          .ifPresent(cause -> trials.put(spec, new TrialState.Failed(cause, Duration.ZERO)));
    }
    return trials;
  }

  private static TrialSpec spec(String stage, Variant variant, VariantWeights weights) {
    Variant.Origin origin = variant.cameFrom();
    return new TrialSpec(
        stage,
        "step %d %s".formatted(origin.step(), origin.label().replace('/', ' ')),
        List.of(),
        variant.architecture().name(),
        Architectures.write(variant.architecture()),
        weights.proposalSeed(origin));
  }

  private static TrialState done(double accuracy, double latencyMillis) {
    return new TrialState.Done(
        List.of(
            ObjectiveValue.of("accuracy", accuracy),
            ObjectiveValue.of("latencyMillis", latencyMillis)),
        Duration.ZERO);
  }
}
