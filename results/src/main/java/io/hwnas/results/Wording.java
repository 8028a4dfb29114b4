package io.hwnas.results;

import java.time.Duration;
import java.util.Locale;

/** Numbers and texts as a report words them. */
final class Wording {
  private Wording() {}

  /** Text that is safe between tags and in quoted attributes. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
    return escaped.toString();
  }

  static String percent(double fraction) {
    return format("%.2f %%", 100 * fraction);
  }

  static String points(double difference) {
    return format("%+.2f points", 100 * difference).replace('-', '−');
  }

  static String millis(double millis) {
    return format(millis < 1 ? "%.3f" : millis < 100 ? "%.2f" : "%.0f", millis);
  }

  static String factor(double factor) {
    return format("%.2f×", factor);
  }

  static String count(long count) {
    if (count >= 100_000_000) {
      return format("%.0f M", count / 1e6);
    } else if (count >= 1_000_000) {
      return format("%.2f M", count / 1e6);
    } else if (count >= 10_000) {
      return format("%.0f k", count / 1e3);
    }
    return format("%,d", count);
  }

  static String duration(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1e3);
    if (seconds < 10) {
      return format("%.1f s", duration.toMillis() / 1e3);
    } else if (seconds < 60) {
      return seconds + " s";
    } else if (seconds < 3600) {
      return format("%d min %02d s", seconds / 60, seconds % 60);
    }
    return format("%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
