package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.Set;

/**
 * Stands in for accuracy where nothing can be trained: the share of the first network's squared
 * filter norms that a network cut from it still has, over all filters that may be cut.
 *
 * <p>A network loses the filters of the channels that are cut, and of other filters the weights
 * that read those channels.
 */
public final class RetainedNorm implements ValidationAccuracy {
  /** What it is called. */
  public static final String NAME = "retained norm";

  private final Set<ChannelGroup.Kind> kinds;
  private final double whole;

  /**
   * Measures the first network.
   *
   * @param first the network that others are cut from
   * @param weights its weights
   * @param kinds the kinds of channels whose filters may be cut
   * @throws InvalidInputException if all those filters are zero, or one is not finite
   */
  public RetainedNorm(LayerGraph first, Weights weights, Set<ChannelGroup.Kind> kinds) {
    this.kinds = Set.copyOf(kinds);
    this.whole = norm(first, weights);
    if (!(whole > 0 && Double.isFinite(whole))) {
      throw new InvalidInputException(
          "the filters of %s that may be cut have a squared norm of %s; give trained weights"
              .formatted(first.name(), whole));
    }
  }

  @Override
  public double of(LayerGraph graph, Weights weights) {
    return norm(graph, weights) / whole;
  }

  @Override
  public String name() {
    return NAME;
  }

  private double norm(LayerGraph graph, Weights weights) {
    FilterImportance importance = FilterImportance.of(graph, weights);
    return graph.channelGroups().values().stream()
        .filter(group -> kinds.contains(group.kind()))
        .mapToDouble(group -> importance.sum(group.id()))
        .sum();
  }
}
