package io.hwnas.search;

import io.hwnas.space.InvalidInputException;

/**
 * How an algorithm of {@link Algorithm} proceeds.
 *
 * @param evaluations the most networks it may evaluate, at least 4
 * @param population networks kept at a time, at least 4, by algorithms that keep some
 * @param crossover chance of an offspring to be of two parents, in [0, 1]
 * @param mutation chance of an offspring to be mutated, in [0, 1]
 * @param polish share of the evaluations that local search around the best spends at the end of
 *     {@code genetic} and {@code nsga2}, in [0, 1]
 * @param asynchronous whether evaluations are taken as they end, which keeps every thread at work
 *     where some take much longer than others; the result then depends on their timing
 */
public record SearchSettings(
    int evaluations,
    int population,
    double crossover,
    double mutation,
    double polish,
    boolean asynchronous) {
  /** Checks the ranges. */
  public SearchSettings {
    if (evaluations < 4) {
      throw new InvalidInputException("evaluations must be at least 4, not " + evaluations);
    }
    if (population < 4) {
      throw new InvalidInputException("population must be at least 4, not " + population);
    }
    requireShare("crossover", crossover);
    requireShare("mutation", mutation);
    requireShare("polish", polish);
  }

  /**
   * Makes settings of a search whose result does not depend on timing.
   *
   * @param evaluations the most networks it may evaluate, at least 4
   * @param population networks kept at a time, at least 4
   * @param crossover chance of an offspring to be of two parents, in [0, 1]
   * @param mutation chance of an offspring to be mutated, in [0, 1]
   * @param polish share of the evaluations for local search at the end, in [0, 1]
   */
  public SearchSettings(
      int evaluations, int population, double crossover, double mutation, double polish) {
    this(evaluations, population, crossover, mutation, polish, false);
  }

  /**
   * Returns the settings, asynchronous or not.
   *
   * @param taken whether evaluations are taken as they end
   * @return the same settings otherwise
   */
  public SearchSettings asynchronously(boolean taken) {
    return new SearchSettings(evaluations, population, crossover, mutation, polish, taken);
  }

  /**
   * Returns usual settings.
   *
   * @param evaluations the most networks to evaluate
   * @return settings with a population of 12 and a fiftieth of the evaluations, at most 100
   */
  public static SearchSettings of(int evaluations) {
    int population = Math.max(4, Math.min(evaluations / 4, Math.min(100, 12 + evaluations / 50)));
    return new SearchSettings(evaluations, population, 0.5, 0.8, 0.5);
  }

  /** Returns the settings of {@link GeneticSearch} that leave the share for local search. */
  GeneticSettings genetic() {
    int kept = Math.min(population, Math.max(4, evaluations / 2));
    int generations = (int) Math.round((1 - polish) * evaluations / kept) - 1;
    return new GeneticSettings(kept, Math.max(1, generations), crossover, mutation);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidInputException("%s must lie within 0 and 1, not %s".formatted(name, value));
    }
  }
}
