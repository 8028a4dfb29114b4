package io.hwnas.netadapt;

import static io.hwnas.netadapt.VariantWeights.key;

import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.io.UncheckedIOException;
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

  private final ValidationAccuracy accuracy;
  private final Optional<Screening> screening;
  private final ProposalScan scan;
  private final AdaptationStore store;
  private final VariantWeights weights;
  private final Workers workers;
  private Workers.Round<Tuned> ahead;

  /** What came of a fine-tuning. */
  private record Tuned(Weights weights, double accuracy) {}

  Tuning(
      ValidationAccuracy accuracy,
      Optional<Screening> screening,
      ProposalScan scan,
      AdaptationStore store,
      VariantWeights weights,
      Workers workers) {
    this.accuracy = accuracy;
    this.screening = screening;
    this.scan = scan;
    this.store = store;
    this.weights = weights;
    this.workers = workers;
    this.ahead = workers.round(List.of(), this::tuning);
  }

  /** Names what networks are scored by. */
  String scoreName() {
    return accuracy.name();
  }

  /** Scores the first network, whose weights are given. */
  double startAccuracy(Variant start) {
    return store.recallOrRecordAccuracy(
        "start", () -> finite(accuracy.of(start.graph(), weights.of(start))));
  }

  /** Returns the accuracies of proposals as they are cut, or nothing where none is screened. */
  Map<Variant, Double> screen(List<Variant> proposals) {
    Map<Variant, Double> screened = new LinkedHashMap<>();
    if (screening.isPresent() && proposals.size() > screening.get().finalists()) {
      Workers.Round<Double> scores =
          workers.round(
              store.unknown(proposals, SCREENED), proposal -> score(proposal, screening.get()));
      for (Variant proposal : proposals) {
        screened.put(
            proposal,
            store.recallOrRecordAccuracy(key(proposal) + SCREENED, () -> scores.take(proposal)));
      }
    }
    return screened;
  }

  private Supplier<Double> score(Variant proposal, Screening by) {
    LayerGraph graph = proposal.graph();
    Weights cut = weights.cut(proposal);
    return () -> by.accuracy().of(graph, cut);
  }

  /** Hears which proposals will be evaluated next, in which order, so that several can begin. */
  void expect(List<Variant> proposals) {
    ahead = workers.round(store.unknown(proposals, ""), this::tuning);
  }

  private Supplier<Tuned> tuning(Variant variant) {
    LayerGraph graph = variant.graph();
    Supplier<Weights> training = weights.tuning(variant);
    return () -> {
      Weights tuned = training.get();
      return new Tuned(tuned, finite(accuracy.of(graph, tuned)));
    };
  }

  /** Returns the best of screened proposals by merit, in their order. */
  List<Variant> finalists(Visit<Variant> from, Map<Variant, Double> screened, Merit merit) {
    List<Variant> ranked = new ArrayList<>(screened.keySet());
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
        new HashSet<>(
            ranked.subList(0, Math.min(screening.orElseThrow().finalists(), ranked.size())));
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
    String key = key(variant);
    double measured = Double.NaN;
    try {
      if (!store.knows(key)) {
        Tuned tuned = ahead.take(variant);
        weights.hold(variant, tuned.weights());
        measured = tuned.accuracy();
      }
    } catch (InvalidInputException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      weights.forget(variant);
      return known.failed(oneLine(e));
    }
    double fresh = measured;
    double recorded = store.recallOrRecordAccuracy(key, () -> fresh);
    return known.scoredAt(recorded);
  }

  /** Says what went wrong. */
  static String oneLine(RuntimeException failure) {
    return "%s: %s"
        .formatted(failure.getClass().getSimpleName(), failure.getMessage())
        .replaceAll("\\s*\\R\\s*", " ");
  }

  static double finite(double accuracy) {
    if (!Double.isFinite(accuracy)) {
      throw new ArithmeticException("the validation accuracy is " + accuracy);
    }
    return accuracy;
  }
}
