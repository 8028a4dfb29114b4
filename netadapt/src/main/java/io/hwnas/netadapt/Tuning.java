package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Seeds;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/** Screens, fine-tunes and scores proposals, each accuracy journalled before it is compared. */
final class Tuning {
  private final FineTuner fineTuner;
  private final ValidationAccuracy accuracy;
  private final Optional<Screening> screening;
  private final long seed;
  private final AdaptationStore store;

  Tuning(
      FineTuner fineTuner,
      ValidationAccuracy accuracy,
      Optional<Screening> screening,
      long seed,
      AdaptationStore store) {
    this.fineTuner = fineTuner;
    this.accuracy = accuracy;
    this.screening = screening;
    this.seed = seed;
    this.store = store;
  }

  /**
   * A proposal after its evaluation.
   *
   * @param scored the proposal and its accuracies
   * @param weights its weights, unless the accuracy was recalled
   */
  record Tuned(ScoredProposal scored, Optional<Weights> weights) {}

  double startAccuracy(LayerGraph graph, Weights weights) {
    return store.recallOrRecordAccuracy("start", () -> finite(accuracy.of(graph, weights)));
  }

  /** Returns the accuracies of the proposals as they are cut, or nothing where none is screened. */
  Map<Proposal, Double> screen(Network network, int step, List<Proposal> proposals) {
    Map<Proposal, Double> screened = new HashMap<>();
    if (screening.isPresent() && proposals.size() > screening.get().finalists()) {
      for (Proposal proposal : proposals) {
        LayerGraph smaller = graph(network, proposal);
        screened.put(
            proposal,
            store.recallOrRecordAccuracy(
                key(step, proposal) + "/screened",
                () -> screening.get().accuracy().of(smaller, sliced(network, smaller))));
      }
    }
    return screened;
  }

  /** Returns the proposals to fine-tune: the best by merit where they were screened. */
  Set<Proposal> finalists(
      Network network, List<Proposal> proposals, Map<Proposal, Double> screened) {
    if (screened.isEmpty()) {
      return Set.copyOf(proposals);
    }
    return new HashSet<>(
        IntStream.range(0, proposals.size())
            .boxed()
            .sorted(
                Comparator.comparingDouble(
                        (Integer place) -> {
                          Proposal proposal = proposals.get(place);
                          return network.merit(proposal, screened.get(proposal));
                        })
                    .reversed())
            .limit(screening.orElseThrow().finalists())
            .map(proposals::get)
            .toList());
  }

  /** Fine-tunes and scores a proposal, or recalls its accuracy. */
  Tuned evaluate(Network network, int step, Proposal proposal, OptionalDouble screened) {
    String key = key(step, proposal);
    Optional<Weights> weights = Optional.empty();
    double measured = Double.NaN;
    try {
      if (!store.knows(key)) {
        weights = Optional.of(tune(network, step, proposal));
        measured = finite(accuracy.of(graph(network, proposal), weights.get()));
      }
    } catch (InvalidInputException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      String cause = "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage());
      return new Tuned(
          new ScoredProposal(
              proposal,
              screened,
              OptionalDouble.empty(),
              Optional.of(cause.replaceAll("\\s*\\R\\s*", " "))),
          Optional.empty());
    }
    double fresh = measured;
    double recorded = store.recallOrRecordAccuracy(key, () -> fresh);
    return new Tuned(
        new ScoredProposal(proposal, screened, OptionalDouble.of(recorded), Optional.empty()),
        weights);
  }

  /** Cuts a proposal's weights and fine-tunes them; always the same for the same arguments. */
  Weights tune(Network network, int step, Proposal proposal) {
    LayerGraph smaller = graph(network, proposal);
    Weights tuned =
        fineTuner.shortTerm(smaller, sliced(network, smaller), proposalSeed(step, proposal));
    tuned.requireFits(smaller);
    return tuned;
  }

  /** Lets go of what the fine-tuning of a proposal kept. */
  void forget(int step, Proposal proposal) {
    fineTuner.forget(proposalSeed(step, proposal));
  }

  long proposalSeed(int step, Proposal proposal) {
    return Seeds.derive(seed, "netadapt/" + proposal.group(), step, proposal.channels());
  }

  private static Weights sliced(Network network, LayerGraph smaller) {
    return WeightSlicer.shrink(network.graph(), network.weights(), smaller);
  }

  private static LayerGraph graph(Network network, Proposal proposal) {
    return LayerGraph.of(ProposalScan.apply(network.architecture(), proposal));
  }

  private static String key(int step, Proposal proposal) {
    return "step-%d/%s/%d".formatted(step, proposal.group(), proposal.channels());
  }

  private static double finite(double accuracy) {
    if (!Double.isFinite(accuracy)) {
      throw new ArithmeticException("the validation accuracy is " + accuracy);
    }
    return accuracy;
  }
}
