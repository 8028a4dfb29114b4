package io.hwnas.search;

import io.hwnas.space.InvalidInputException;

/**
 * How a genetic search proceeds.
 *
 * @param population networks kept from generation to generation, at least 4
 * @param generations generations of offspring after the first population, at least 1; the search
 *     asks for at most {@code population · (1 + generations)} networks
 * @param crossover chance of an offspring to be crossed with another, in [0, 1]
 * @param mutation chance of an offspring to be mutated, in [0, 1]; one that was evaluated before or
 *     is beyond a cheap constraint is mutated anyhow
 */
public record GeneticSettings(int population, int generations, double crossover, double mutation) {
  /** Checks the ranges. */
  public GeneticSettings {
    if (population < 4) {
      throw new InvalidInputException("population must be at least 4, not " + population);
    }
    if (generations < 1) {
      throw new InvalidInputException("generations must be at least 1, not " + generations);
    }
    requireShare("crossover", crossover);
    requireShare("mutation", mutation);
  }

  /**
   * Returns usual settings for a population.
   *
   * @param population networks kept
   * @param generations generations of offspring
   * @return settings with crossover 0.8 and mutation 0.8
   */
  public static GeneticSettings of(int population, int generations) {
    return new GeneticSettings(population, generations, 0.8, 0.8);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidInputException("%s must lie within 0 and 1, not %s".formatted(name, value));
    }
  }
}
