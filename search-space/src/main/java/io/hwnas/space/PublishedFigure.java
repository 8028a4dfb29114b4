package io.hwnas.space;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One source's figures for a network, as it prints them.
 *
 * @param source the paper and table, or the code
 * @param madds multiply-adds, where the source has them
 * @param params parameters, where the source has them
 * @param exact whether the source counts to the unit, so that nothing may differ from it
 */
public record PublishedFigure(
    String source, Optional<Count> madds, Optional<Count> params, boolean exact) {
  /**
   * A printed count.
   *
   * @param value the number
   * @param unit what the last printed digit counts
   */
  public record Count(long value, long unit) {
    /**
     * Reads a count as printed.
     *
     * @param printed such as {@code 5.4M} or {@code 3504872}
     * @return the count
     */
    static Count of(String printed) {
      boolean millions = printed.endsWith("M");
      BigDecimal number = new BigDecimal(printed.replace("M", ""));
      BigDecimal unit = BigDecimal.ONE.movePointLeft(number.scale());
      return new Count(scaled(number, millions), scaled(unit, millions));
    }

    private static long scaled(BigDecimal number, boolean millions) {
      return number.movePointRight(millions ? 6 : 0).longValueExact();
    }

    /**
     * Tells whether rounding to the printed digits explains the difference from a count.
     *
     * @param computed the count
     * @return whether the count rounds to this number
     */
    public boolean isRounded(long computed) {
      return 2 * Math.abs(computed - value) <= unit;
    }
  }

  /** Reads figures as printed; an empty text is none. */
  static PublishedFigure of(String source, String madds, String params, boolean exact) {
    return new PublishedFigure(source, count(madds), count(params), exact);
  }

  private static Optional<Count> count(String printed) {
    return printed.isEmpty() ? Optional.empty() : Optional.of(Count.of(printed));
  }
}
