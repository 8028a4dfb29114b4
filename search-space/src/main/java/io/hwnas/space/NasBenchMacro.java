package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys of NAS-Bench-Macro's table (xiusu/NAS-Bench-Macro): one digit for each of eight places,
 * 0 for nothing (or what changes the shape), 1 for ratio 3 with kernel 3, 2 for ratio 6 with kernel
 * 5.
 *
 * <p>Several keys stand for one network, as nothing after a stage's first place may stand anywhere
 * there; they lead to the same vector of the space {@code nas-bench-macro}.
 */
public final class NasBenchMacro {
  /** Name of the space. */
  public static final String SPACE = "nas-bench-macro";

  private static final int[] PLACES = {2, 3, 3};
  private static final String KEY = "[012]{8}";

  private NasBenchMacro() {}

  /**
   * Returns the network of a key.
   *
   * @param key eight digits from 0 to 2
   * @return its canonical vector in the space {@code nas-bench-macro}
   * @throws InvalidInputException if it is no key
   */
  public static DecisionVector vector(String key) {
    if (!key.matches(KEY)) {
      throw new InvalidInputException(
          "'%s' is no key of NAS-Bench-Macro; give eight digits from 0 to 2".formatted(key));
    }
    List<Integer> choices = new ArrayList<>();
    int at = 0;
    for (int places : PLACES) {
      List<Integer> later = new ArrayList<>();
      for (int i = 1; i < places; i++) {
        int digit = digit(key, at + i);
        if (digit > 0) {
          later.add(digit - 1);
        }
      }
      choices.add(later.size());
      choices.add(digit(key, at));
      for (int i = 1; i < places; i++) {
        choices.add(i <= later.size() ? later.get(i - 1) : 0);
      }
      at += places;
    }
    return new DecisionVector(choices);
  }

  /**
   * Returns the key of a network.
   *
   * @param vector a vector of the space {@code nas-bench-macro}
   * @return the one of its keys that has each stage's zeros last
   */
  public static String key(DecisionVector vector) {
    StringBuilder key = new StringBuilder();
    int at = 0;
    for (int places : PLACES) {
      int later = vector.choices().get(at);
      key.append(vector.choices().get(at + 1));
      for (int i = 1; i < places; i++) {
        key.append(i <= later ? vector.choices().get(at + 1 + i) + 1 : 0);
      }
      at += 1 + places;
    }
    return key.toString();
  }

  private static int digit(String key, int at) {
    return key.charAt(at) - '0';
  }
}
