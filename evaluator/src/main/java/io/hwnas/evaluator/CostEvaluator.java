package io.hwnas.evaluator;

import io.hwnas.space.Architecture;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;

/** Ranks architectures by what they cost: the baseline that every other evaluator must beat. */
public enum CostEvaluator implements AccuracyEvaluator {
  /** By multiply-adds. */
  MADDS {
    @Override
    public double accuracy(Architecture architecture) {
      return Cost.of(LayerGraph.of(architecture)).madds();
    }
  },

  /** By trained parameters. */
  PARAMS {
    @Override
    public double accuracy(Architecture architecture) {
      return Cost.of(LayerGraph.of(architecture)).params();
    }
  }
}
