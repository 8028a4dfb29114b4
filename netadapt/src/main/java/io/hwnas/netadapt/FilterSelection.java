package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;

/** By what the channels that a smaller network keeps are chosen. */
public enum FilterSelection {
  /** The squared L2 norm of the filters that produce a channel (NetAdapt, section 3.3). */
  MAGNITUDE {
    @Override
    FilterImportance importance(LayerGraph graph, Weights weights, long seed) {
      return FilterImportance.of(graph, weights);
    }
  },

  /**
   * The sum of |γ| of all batch norms that scale a channel (Liu et al., ICCV 2017), and the
   * magnitude in groups that none scales.
   */
  BATCH_NORM {
    @Override
    FilterImportance importance(LayerGraph graph, Weights weights, long seed) {
      return FilterImportance.ofBatchNorms(graph, weights);
    }
  },

  /** Chance, to hold the others against. */
  RANDOM {
    @Override
    FilterImportance importance(LayerGraph graph, Weights weights, long seed) {
      return FilterImportance.random(graph, seed);
    }
  };

  /** Returns how much each channel matters; the same for the same arguments. */
  abstract FilterImportance importance(LayerGraph graph, Weights weights, long seed);
}
