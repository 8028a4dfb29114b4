package io.hwnas.netadapt;

import io.hwnas.results.ObjectiveValue;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import io.hwnas.space.Architectures;
import java.time.Duration;
import java.util.ArrayList;
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
  /**
   * Returns the trials of the proposals, in their order; one that was not fine-tuned to the end has
   * no score but those that it had on the way.
   */
  Map<TrialSpec, TrialState> of(List<Variant> proposals, Function<Variant, ScoredProposal> scores) {
    Map<TrialSpec, TrialState> trials = new LinkedHashMap<>();
    for (Variant variant : proposals) {
      ScoredProposal scored = scores.apply(variant);
      trials.put(
          spec(variant),
          scored
              .failure()
              .<TrialState>map(cause -> new TrialState.Failed(cause, Duration.ZERO))
              .orElseGet(() -> done(scored)));
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

  private TrialState done(ScoredProposal scored) {
    List<ObjectiveValue> scores = new ArrayList<>();
    scored.accuracy().ifPresent(value -> scores.add(ObjectiveValue.of(score, value)));
    scores.add(ObjectiveValue.of("latencyMillis", scored.proposal().latencyMillis()));
    scored.screened().ifPresent(value -> scores.add(ObjectiveValue.of("screenedAccuracy", value)));
    scored.early().ifPresent(value -> scores.add(ObjectiveValue.of("earlyAccuracy", value)));
    return new TrialState.Done(scores, Duration.ZERO);
  }
}
