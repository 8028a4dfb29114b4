package io.hwnas.results;

/**
 * What a report draws accuracy against.
 *
 * @param name what it is, such as {@code latency}
 * @param unit its unit, such as {@code ms}
 * @param scale by what a score is multiplied to be in that unit
 */
public record CostAxis(String name, String unit, double scale) {
  /** Latency in milliseconds. */
  public static final CostAxis LATENCY = new CostAxis("latency", "ms", 1);

  /** Multiply-adds in millions. */
  public static final CostAxis MADDS = new CostAxis("multiply-adds", "million", 1e-6);

  /** Parameters in thousands. */
  public static final CostAxis PARAMS = new CostAxis("parameters", "thousand", 1e-3);

  /** Peak memory in kibibytes. */
  public static final CostAxis PEAK_BYTES = new CostAxis("peak memory", "KiB", 1.0 / 1024);

  /** Returns the axis with its unit. */
  String label() {
    return name + ", " + unit;
  }

  /** Returns a cost, already in the unit, as a person reads it. */
  String text(double cost) {
    return Wording.millis(cost) + ' ' + unit;
  }
}
