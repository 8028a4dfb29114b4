package io.hwnas.results;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Leaves out of long lists what a chart cannot show anyway. */
final class Thinning {
  private Thinning() {}

  /**
   * Returns at most about so many items in their order: those that must stay, the last, and the
   * others evenly.
   */
  static <T> List<T> of(List<T> items, int most, Predicate<T> stays) {
    if (items.size() <= most) {
      return items;
    }
    List<T> kept = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      boolean evenly = (long) (i + 1) * most / items.size() > (long) i * most / items.size();
      if (evenly || i == items.size() - 1 || stays.test(items.get(i))) {
        kept.add(items.get(i));
      }
    }
    return kept;
  }
}
