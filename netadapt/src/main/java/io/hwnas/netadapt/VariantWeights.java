package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Seeds;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds the weights of variants: held in memory, kept in the store, or cut from their source's and
 * fine-tuned again, which gives the same.
 */
final class VariantWeights {
  /** More than are in use at a time: source, best and next. */
  private static final int MOST_HELD = 6;

  private final long seed;
  private final FilterSelection selection;
  private final FineTuner fineTuner;
  private final AdaptationStore store;
  private final Variant start;
  private final Weights startWeights;
  private final Map<Variant, Weights> held = new LinkedHashMap<>();

  VariantWeights(
      long seed,
      FilterSelection selection,
      FineTuner fineTuner,
      AdaptationStore store,
      Variant start,
      Weights startWeights) {
    this.selection = selection;
    this.seed = seed;
    this.fineTuner = fineTuner;
    this.store = store;
    this.start = start;
    this.startWeights = startWeights;
  }

  /** Returns a variant's weights. */
  Weights of(Variant variant) {
    if (variant.equals(start)) {
      return startWeights;
    }
    Weights weights =
        Optional.ofNullable(held.remove(variant))
            .or(() -> store.savedNetwork(key(variant)))
            .orElseGet(() -> tuned(variant));
    hold(variant, weights);
    return weights;
  }

  private Weights tuned(Variant variant) {
    return tuning(variant).get();
  }

  /** Cuts a variant's weights; what is returned fine-tunes them, in any thread. */
  Supplier<Weights> tuning(Variant variant) {
    LayerGraph graph = variant.graph();
    Weights cut = cut(variant);
    long proposalSeed = proposalSeed(variant.cameFrom());
    return () -> {
      Weights tuned = fineTuner.shortTerm(graph, cut, proposalSeed);
      tuned.requireFits(graph);
      return tuned;
    };
  }

  /** Does the same for a share of the steps, from which the whole goes on. */
  Supplier<Weights> earlyTuning(Variant variant, double share) {
    LayerGraph graph = variant.graph();
    Weights cut = cut(variant);
    long proposalSeed = proposalSeed(variant.cameFrom());
    return () -> fineTuner.upTo(graph, cut, proposalSeed, share);
  }

  /** Returns a variant's weights as they are cut from its source's. */
  Weights cut(Variant variant) {
    Variant.Origin origin = variant.cameFrom();
    LayerGraph graph = origin.source().graph();
    Weights weights = of(origin.source());
    return WeightSlicer.shrink(
        graph,
        weights,
        variant.graph(),
        selection.importance(graph, weights, proposalSeed(origin)));
  }

  /** Holds a variant's weights, found elsewhere. */
  void hold(Variant variant, Weights weights) {
    held.put(variant, weights);
    Iterator<Variant> eldest = held.keySet().iterator();
    while (held.size() > MOST_HELD) {
      eldest.next();
      eldest.remove();
    }
  }

  boolean holds(Variant variant) {
    return held.containsKey(variant);
  }

  /** Holds no weights but one variant's. */
  void holdAlone(Variant variant) {
    held.keySet().retainAll(Set.of(variant));
  }

  /** Keeps a variant's weights in the store until they are dropped. */
  void keep(Variant variant) {
    store.saveNetwork(key(variant), of(variant));
    forgetTraining(variant);
  }

  /** Lets go of a variant's weights wherever they are. */
  void drop(Variant variant) {
    store.removeNetwork(key(variant));
    forget(variant);
  }

  /** Lets go of a variant's weights in memory and of what its fine-tuning kept. */
  void forget(Variant variant) {
    held.remove(variant);
    forgetTraining(variant);
  }

  /** Lets go of what the fine-tuning of a variant kept. */
  void forgetTraining(Variant variant) {
    fineTuner.forget(proposalSeed(variant.cameFrom()));
  }

  long proposalSeed(Variant.Origin origin) {
    Proposal proposal = origin.proposal();
    return origin.label().equals(label(proposal))
        ? Seeds.derive(seed, "netadapt/" + proposal.group(), origin.step(), proposal.channels())
        : Seeds.derive(seed, "netadapt/" + origin.label(), origin.step(), 0);
  }

  /** Returns the label of a proposal that is the only one of its step for its group. */
  static String label(Proposal proposal) {
    return "%s/%d".formatted(proposal.group(), proposal.channels());
  }

  static String key(Variant variant) {
    Variant.Origin origin = variant.cameFrom();
    return "step-%d/%s".formatted(origin.step(), origin.label());
  }
}
