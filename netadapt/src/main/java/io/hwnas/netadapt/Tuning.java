package io.hwnas.netadapt;

import static io.hwnas.netadapt.VariantWeights.key;

import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Screens and scores variants, each accuracy journalled before it is compared. */
final class Tuning {
  private final ValidationAccuracy accuracy;
  private final Optional<Screening> screening;
  private final AdaptationStore store;
  private final VariantWeights weights;

  Tuning(
      ValidationAccuracy accuracy,
      Optional<Screening> screening,
      AdaptationStore store,
      VariantWeights weights) {
    this.accuracy = accuracy;
    this.screening = screening;
    this.store = store;
    this.weights = weights;
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
      for (Variant proposal : proposals) {
        screened.put(
            proposal,
            store.recallOrRecordAccuracy(
                key(proposal) + "/screened",
                () -> screening.get().accuracy().of(proposal.graph(), weights.cut(proposal))));
      }
    }
    return screened;
  }

  /** Returns the best of screened proposals by merit, in their order. */
  List<Variant> finalists(Visit<Variant> from, Map<Variant, Double> screened, Merit merit) {
    List<Variant> ranked = new ArrayList<>(screened.keySet());
    ranked.sort(
        Comparator.comparingDouble(
                (Variant proposal) ->
                    merit.of(
                        screened.get(proposal) - from.accuracy(),
                        from.cost() - proposal.latencyMillis()))
            .reversed());
    Set<Variant> best =
        new HashSet<>(
            ranked.subList(0, Math.min(screening.orElseThrow().finalists(), ranked.size())));
    return screened.keySet().stream().filter(best::contains).toList();
  }

  /** Fine-tunes and scores a proposal, or recalls its accuracy. */
  ScoredProposal evaluate(Variant variant, OptionalDouble screened) {
    String key = key(variant);
    Proposal proposal = variant.cameFrom().proposal();
    double measured = Double.NaN;
    try {
      if (!store.knows(key)) {
        Weights tuned = weights.of(variant);
        measured = finite(accuracy.of(variant.graph(), tuned));
      }
    } catch (InvalidInputException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      weights.forget(variant);
      String cause = "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage());
      return new ScoredProposal(
          proposal,
          screened,
          OptionalDouble.empty(),
          Optional.of(cause.replaceAll("\\s*\\R\\s*", " ")));
    }
    double fresh = measured;
    double recorded = store.recallOrRecordAccuracy(key, () -> fresh);
    return new ScoredProposal(proposal, screened, OptionalDouble.of(recorded), Optional.empty());
  }

  private static double finite(double accuracy) {
    if (!Double.isFinite(accuracy)) {
      throw new ArithmeticException("the validation accuracy is " + accuracy);
    }
    return accuracy;
  }
}
