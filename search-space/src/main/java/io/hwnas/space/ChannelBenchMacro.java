package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys of Channel-Bench-Macro's MobileNet table (xiusu/Channel-Bench-Macro): seven digits from
 * 1 to 4, quarters of the widths in the order of the network.
 */
public final class ChannelBenchMacro {
  /** Name of the space. */
  public static final String SPACE = "channel-bench-macro";

  /** Place in the key of each decision; a stage's width comes before its expansion in the space. */
  private static final int[] PLACES = {0, 1, 2, 4, 3, 5, 6};

  private static final String KEY = "[1-4]{7}";

  private ChannelBenchMacro() {}

  /**
   * Returns the network of a key.
   *
   * @param key seven digits from 1 to 4
   * @return its vector in the space {@code channel-bench-macro}
   * @throws InvalidInputException if it is no key
   */
  public static DecisionVector vector(String key) {
    if (!key.matches(KEY)) {
      throw new InvalidInputException(
          "'%s' is no key of Channel-Bench-Macro; give seven digits from 1 to 4".formatted(key));
    }
    List<Integer> choices = new ArrayList<>();
    for (int place : PLACES) {
      choices.add(key.charAt(place) - '1');
    }
    return new DecisionVector(choices);
  }

  /**
   * Returns the key of a network.
   *
   * @param vector a vector of the space {@code channel-bench-macro}
   * @return its key
   */
  public static String key(DecisionVector vector) {
    char[] key = new char[PLACES.length];
    for (int i = 0; i < PLACES.length; i++) {
      key[PLACES[i]] = (char) ('1' + vector.choices().get(i));
    }
    return new String(key);
  }
}
