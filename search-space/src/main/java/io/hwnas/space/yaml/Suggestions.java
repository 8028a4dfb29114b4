package io.hwnas.space.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped word was meant to be. */
public final class Suggestions {
  /** Words of fewer letters begin like too many others. */
  private static final int LEAST_BEGUN = 6;

  private Suggestions() {}

  /**
   * Returns the known word nearest to a mistyped one.
   *
   * @param word what was written
   * @param known the words that exist, in order of preference
   * @return the nearest by Levenshtein distance, or empty where none is near: within half the
   *     word's length, and one letter at least. Where none is, one whose beginning is within a
   *     quarter of a long word's length
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    int reach = Math.max(1, word.length() / 2);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= reach)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(candidate -> distance(word, candidate) <= reach)
        .or(() -> begun(word, known));
  }

  /** Returns the first word that begins much like one, such as a name without its version. */
  private static Optional<String> begun(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> word.length() >= LEAST_BEGUN && candidate.length() > word.length())
        .min(Comparator.comparingInt(candidate -> distanceOfBeginning(word, candidate)))
        .filter(candidate -> distanceOfBeginning(word, candidate) <= word.length() / 4);
  }

  private static int distanceOfBeginning(String word, String candidate) {
    return Math.min(
        distance(word, candidate.substring(0, word.length())),
        distance(word, candidate.substring(0, word.length() + 1)));
  }

  /**
   * Phrases the nearest known word for the end of a message.
   *
   * @param word what was written
   * @param known the words that exist
   * @return {@code " (did you mean 'x'?)"}, or an empty text where none is near
   */
  public static String phrase(String word, Collection<String> known) {
    return nearest(word, known).map(near -> " (did you mean '" + near + "'?)").orElse("");
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
