package io.hwnas.space;

import java.util.List;

/**
 * One thing a {@link SearchSpace} leaves open.
 *
 * @param name unique name, such as {@code s1.kernel}, {@code s1.b2.expansion-ratio}, {@code
 *     stem.width}
 * @param choices the options as text, at least two, in the order of their indexes
 */
public record Decision(String name, List<String> choices) {
  /** Copies the list. */
  public Decision {
    choices = List.copyOf(choices);
    Checks.atLeast("choices of " + name, choices.size(), 2);
  }
}
