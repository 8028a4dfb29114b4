package io.hwnas.cli.output;

import java.util.Locale;

/** Writes figures for a person, the same in every locale. */
public final class Units {
  private Units() {}

  /**
   * Writes a count with its thousands apart.
   *
   * @param count the count
   * @return such as {@code 5,483,032}
   */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /**
   * Writes a latency.
   *
   * @param millis milliseconds
   * @return such as {@code 0.318 ms}
   */
  public static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.3f ms" : "%.2f ms", millis);
  }

  /**
   * Writes a fraction as a percentage.
   *
   * @param fraction the fraction
   * @return such as {@code 91.27 %}
   */
  public static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }

  /**
   * Writes an amount of memory.
   *
   * @param bytes bytes
   * @return such as {@code 4.59 MiB}, in KiB or GiB where those suit it better
   */
  public static String bytes(long bytes) {
    if (bytes < 1 << 20) {
      return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
    }
    double mebibytes = bytes / (1024.0 * 1024);
    return mebibytes < 1024
        ? String.format(Locale.ROOT, "%.2f MiB", mebibytes)
        : String.format(Locale.ROOT, "%.2f GiB", mebibytes / 1024);
  }

  /**
   * Writes a ratio.
   *
   * @param ratio the ratio
   * @return such as {@code 8.56×}
   */
  public static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f×", ratio);
  }
}
