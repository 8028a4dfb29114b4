package io.hwnas.space;

import java.util.List;

/**
 * A published network that hwnas knows by name.
 *
 * @param name its name
 * @param source the paper and table it is built from
 * @param figures what sources print of its cost, exact ones first
 * @param note why figures differ from each other or from the count; empty where none do by more
 *     than their rounding
 */
public record ReferenceNetwork(
    String name, String source, List<PublishedFigure> figures, String note) {
  /** Copies the list. */
  public ReferenceNetwork {
    figures = List.copyOf(figures);
  }
}
