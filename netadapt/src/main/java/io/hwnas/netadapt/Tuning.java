package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Seeds;
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

/**
 * Screens, fine-tunes and scores variants of a network, each accuracy journalled before it is
 * compared. Weights are held while they are needed, and found again where they are not held.
 */
final class Tuning {
  private final NetAdaptSettings settings;
  private final FineTuner fineTuner;
  private final ValidationAccuracy accuracy;
  private final Optional<Screening> screening;
  private final AdaptationStore store;
  private final Map<Variant, Weights> held = new LinkedHashMap<>();

  Tuning(
      NetAdaptSettings settings,
      FineTuner fineTuner,
      ValidationAccuracy accuracy,
      Optional<Screening> screening,
      AdaptationStore store) {
    this.settings = settings;
    this.fineTuner = fineTuner;
    this.accuracy = accuracy;
    this.screening = screening;
    this.store = store;
  }

  /** Scores the first network, whose weights are given. */
  double startAccuracy(Variant start, Weights weights) {
    weights.requireFits(start.graph());
    held.put(start, weights);
    return store.recallOrRecordAccuracy("start", () -> finite(accuracy.of(start.graph(), weights)));
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
                () -> screening.get().accuracy().of(proposal.graph(), cut(proposal))));
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
        measured = finite(accuracy.of(variant.graph(), weights(variant)));
      }
    } catch (InvalidInputException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      held.remove(variant);
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

  /**
   * Returns a variant's weights: those held, or cut from its parent's and fine-tuned, which is
   * always the same.
   */
  Weights weights(Variant variant) {
    Weights weights = held.get(variant);
    if (weights == null) {
      weights =
          fineTuner.shortTerm(variant.graph(), cut(variant), proposalSeed(variant.cameFrom()));
      weights.requireFits(variant.graph());
      held.put(variant, weights);
    }
    return weights;
  }

  /** Holds a variant's weights, found elsewhere. */
  void hold(Variant variant, Weights weights) {
    held.put(variant, weights);
  }

  /** Holds no weights but one variant's. */
  void holdAlone(Variant variant) {
    held.keySet().retainAll(Set.of(variant));
  }

  /** Lets go of a proposal's weights and of what its fine-tuning kept. */
  void forget(Variant variant) {
    held.remove(variant);
    forgetTraining(variant);
  }

  /** Lets go of what the fine-tuning of a proposal kept. */
  void forgetTraining(Variant variant) {
    fineTuner.forget(proposalSeed(variant.cameFrom()));
  }

  long proposalSeed(Variant.Origin origin) {
    Proposal proposal = origin.proposal();
    return Seeds.derive(
        settings.seed(), "netadapt/" + proposal.group(), origin.step(), proposal.channels());
  }

  private Weights cut(Variant variant) {
    Variant parent = variant.cameFrom().parent();
    return WeightSlicer.shrink(parent.graph(), weights(parent), variant.graph());
  }

  private static String key(Variant variant) {
    Variant.Origin origin = variant.cameFrom();
    Proposal proposal = origin.proposal();
    return "step-%d/%s/%d".formatted(origin.step(), proposal.group(), proposal.channels());
  }

  private static double finite(double accuracy) {
    if (!Double.isFinite(accuracy)) {
      throw new ArithmeticException("the validation accuracy is " + accuracy);
    }
    return accuracy;
  }
}
