package io.hwnas.space.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped word was meant to be. */
public final class Suggestions {
  private Suggestions() {}

  /**
   * Returns the known word nearest to a mistyped one.
   *
   * @param word what was written
   * @param known the words that exist, in order of preference
   * @return the nearest by Levenshtein distance, or empty where none is near: within half the
   *     word's length, and one letter at least
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    int reach = Math.max(1, word.length() / 2);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= reach)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .filter(candidate -> distance(word, candidate) <= reach);
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
