package io.hwnas.netadapt;

import static io.hwnas.netadapt.VariantWeights.key;

import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Screens and scores variants, each accuracy journalled before it is compared. */
final class Tuning {
  /** What is added to a proposal's key for its accuracy as it is cut. */
  private static final String SCREENED = "/screened";

  private final Optional<Screening> screening;
  private final ProposalScan scan;
  private final Scoring scoring;
  private final AdaptationStore store;
  private final VariantWeights weights;
  private Workers.Round<Tuned> ahead;

  /** What came of a fine-tuning. */
  private record Tuned(Weights weights, double accuracy) {}

  Tuning(
      Optional<Screening> screening, ProposalScan scan, Scoring scoring, VariantWeights weights) {
    this.screening = screening;
    this.scan = scan;
    this.scoring = scoring;
    this.store = scoring.store();
    this.weights = weights;
    this.ahead = scoring.round(List.of(), "", this::tuning);
  }

  /** Names what networks are scored by. */
  String scoreName() {
    return scoring.accuracy().name();
  }

  /** Scores the first network, whose weights are given. */
  double startAccuracy(Variant start) {
    return store.recallOrRecordAccuracy(
        "start", () -> scoring.score(start.graph(), weights.of(start)));
  }

  /** Returns the accuracies of proposals as they are cut, or nothing where that tells nothing. */
  Map<Variant, Double> screen(List<Variant> proposals) {
    Map<Variant, Double> screened = new LinkedHashMap<>();
    if (screening.isPresent()) {
      Workers.Round<Double> scores =
          scoring.round(proposals, SCREENED, proposal -> screening(proposal, screening.get()));
      for (Variant proposal : proposals) {
        screened.put(
            proposal,
            store.recallOrRecordAccuracy(key(proposal) + SCREENED, () -> scores.take(proposal)));
      }
    }
    return screened;
  }

  private Supplier<Double> screening(Variant proposal, Screening by) {
    LayerGraph graph = proposal.graph();
    Weights cut = weights.cut(proposal);
    return () -> by.accuracy().of(graph, cut);
  }

  /** Hears which proposals will be evaluated next, in which order, so that several can begin. */
  void expect(List<Variant> proposals) {
    ahead = scoring.round(proposals, "", this::tuning);
  }

  private Supplier<Tuned> tuning(Variant variant) {
    LayerGraph graph = variant.graph();
    Supplier<Weights> training = weights.tuning(variant);
    return () -> {
      Weights tuned = training.get();
      return new Tuned(tuned, scoring.score(graph, tuned));
    };
  }

  /** Returns the best of screened proposals by merit, in their order. */
  List<Variant> finalists(Visit<Variant> from, Map<Variant, Double> screened, Merit merit) {
    List<Variant> ranked = new ArrayList<>(screened.keySet());
    if (!screening.orElseThrow().leavesOut(ranked.size())) {
      return ranked;
    }
    double before =
        screening.orElseThrow().whole()
            ? from.accuracy()
            : screenedAccuracy(from.network(), ranked.get(0).cameFrom().step());
    ranked.sort(
        Comparator.comparingDouble(
                (Variant proposal) ->
                    merit.of(screened.get(proposal) - before, from.cost() - scan.cost(proposal)))
            .reversed());
    Set<Variant> best =
        new HashSet<>(ranked.subList(0, screening.orElseThrow().finalists().orElseThrow()));
    return screened.keySet().stream().filter(best::contains).toList();
  }

  /** Scores the network that a step's proposals are cut from as they are screened. */
  private double screenedAccuracy(Variant parent, int step) {
    return store.recallOrRecordAccuracy(
        "step-%d/parent%s".formatted(step, SCREENED),
        () -> screening.orElseThrow().accuracy().of(parent.graph(), weights.of(parent)));
  }

  /** Fine-tunes and scores a proposal, or recalls its accuracy. */
  ScoredProposal evaluate(Variant variant, ScoredProposal known) {
    Scoring.Score score = scoring.take(key(variant), () -> tuned(variant));
    if (score.failure().isPresent()) {
      weights.forget(variant);
      return known.failed(score.failure().get());
    }
    return known.scoredAt(score.accuracy().orElseThrow());
  }

  /** Waits until a proposal is fine-tuned, and holds its weights. */
  private double tuned(Variant variant) {
    Tuned tuned = ahead.take(variant);
    weights.hold(variant, tuned.weights());
    return tuned.accuracy();
  }
}
