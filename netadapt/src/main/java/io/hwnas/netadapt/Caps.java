package io.hwnas.netadapt;

import io.hwnas.space.Cost;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Budgets beside latency, each at least 1 where there is one.
 *
 * @param madds the most multiply-adds
 * @param params the most trained parameters
 * @param peakBytes the most bytes of activations at a time
 */
public record Caps(OptionalLong madds, OptionalLong params, OptionalLong peakBytes) {
  /** So much that a step of one of several layers is seen, and so little that the peak decides. */
  private static final double OF_EXCESS = 0.01;

  /** Latency alone. */
  public static final Caps NONE =
      new Caps(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** Checks the ranges. */
  public Caps {
    Stream.of(madds, params, peakBytes)
        .flatMapToLong(OptionalLong::stream)
        .filter(cap -> cap < 1)
        .findFirst()
        .ifPresent(
            cap -> {
              throw new InvalidInputException("a cap must be at least 1, not " + cap);
            });
  }

  private record Use(String what, long cap, long used) {
    double share() {
      return used / (double) cap;
    }
  }

  private List<Use> uses(Cost cost) {
    return Stream.of(
            use("multiply-adds", madds, cost.madds()),
            use("parameters", params, cost.params()),
            use("bytes of peak memory", peakBytes, cost.peakBytes()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Use> use(String what, OptionalLong cap, long used) {
    return cap.isPresent() ? Optional.of(new Use(what, cap.getAsLong(), used)) : Optional.empty();
  }

  /** Tells whether there are any. */
  boolean any() {
    return !equals(NONE);
  }

  /**
   * Returns the greatest share of a cap that a network takes, above 1 where it is above one.
   *
   * <p>What all layers take beyond the cap on memory counts a little, too: where two take most, to
   * cut one of them is a step on the way, though the peak stays.
   */
  double share(LayerGraph graph) {
    double share = uses(Cost.of(graph)).stream().mapToDouble(Use::share).max().orElse(0);
    return peakBytes.isPresent() ? share + OF_EXCESS * excess(graph) : share;
  }

  /** What each layer takes beyond the cap on memory, added up, as a share of the cap. */
  private double excess(LayerGraph graph) {
    long cap = peakBytes.orElseThrow();
    return Cost.perLayer(graph).stream()
            .mapToDouble(row -> Math.max(0, row.cost().peakBytes() - cap))
            .sum()
        / cap;
  }

  /** Returns what is said of the first cap that even the least network is above. */
  Optional<InvalidInputException> unreachable(Cost least, Cost start) {
    List<Use> atFirst = uses(start);
    List<Use> atLeast = uses(least);
    for (int i = 0; i < atLeast.size(); i++) {
      Use use = atLeast.get(i);
      if (use.share() > 1) {
        return Optional.of(
            new InvalidInputException(
                String.format(
                    Locale.ROOT,
                    "shrinking channels cannot reach %,d %s: the least is %,d, of %,d at first;"
                        + " raise the cap",
                    use.cap(),
                    use.what(),
                    use.used(),
                    atFirst.get(i).used())));
      }
    }
    return Optional.empty();
  }
}
