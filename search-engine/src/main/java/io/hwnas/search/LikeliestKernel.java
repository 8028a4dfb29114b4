package io.hwnas.search;

/**
 * Finds the kernel under which figures of networks are most likely: an even one of a grid first,
 * then decision by decision greater or lesser rates (automatic relevance determination, Rasmussen
 * and Williams, "Gaussian Processes for Machine Learning", section 5.1). Rates keep near the even
 * one by a log-normal prior, as there may be more decisions than networks tell about.
 */
final class LikeliestKernel {
  private static final double[] EVEN_RATES = {1, 0.5, 0.25, 0.125, 0.0625, 0.03125};
  private static final double[] NOISES = {1e-3, 1e-2, 1e-1, 0.5};
  private static final double LEAST_NOISE = 1e-4;

  /** By how much a rate, or the noise, is changed at once. */
  private static final double FACTOR = 3;

  /** Deviation of the logarithm of a rate from that of the even one, before figures are seen. */
  private static final double SPREAD = 1;

  private static final int SWEEPS = 2;

  private final int[][] networks;
  private final double[] figures;
  private DecisionKernel best;
  private double greatest = Double.NEGATIVE_INFINITY;
  private double evenRate;

  private LikeliestKernel(int[][] networks, double[] figures) {
    this.networks = networks;
    this.figures = figures;
  }

  /** Finds the kernel for figures of about unit variance. */
  static DecisionKernel of(int[][] networks, double[] figures) {
    LikeliestKernel search = new LikeliestKernel(networks, figures);
    search.even();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      search.sweep();
    }
    return search.best;
  }

  private void even() {
    for (double rate : EVEN_RATES) {
      for (double noise : NOISES) {
        double before = evenRate;
        evenRate = rate;
        if (!improve(DecisionKernel.even(networks[0].length, rate, noise))) {
          evenRate = before;
        }
      }
    }
  }

  private void sweep() {
    for (int i = 0; i < networks[0].length; i++) {
      if (varies(i) && !improve(best.withRate(i, best.rate(i) * FACTOR))) {
        improve(best.withRate(i, best.rate(i) / FACTOR));
      }
    }
    if (!improve(best.withNoise(best.noise() * FACTOR)) && best.noise() > LEAST_NOISE) {
      improve(best.withNoise(best.noise() / FACTOR));
    }
  }

  private boolean varies(int decision) {
    for (int[] network : networks) {
      if (network[decision] != networks[0][decision]) {
        return true;
      }
    }
    return false;
  }

  private boolean improve(DecisionKernel kernel) {
    double posterior = Kriging.of(kernel, networks, figures).logLikelihood() + prior(kernel);
    if (posterior <= greatest) {
      return false;
    }
    greatest = posterior;
    best = kernel;
    return true;
  }

  private double prior(DecisionKernel kernel) {
    double sum = 0;
    for (int i = 0; i < networks[0].length; i++) {
      double distance = Math.log(kernel.rate(i) / evenRate) / SPREAD;
      sum -= distance * distance / 2;
    }
    return sum;
  }
}
