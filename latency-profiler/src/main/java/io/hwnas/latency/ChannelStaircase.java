package io.hwnas.latency;

import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one group of a network's channels costs at every count of it: not a line, and not monotone,
 * but a staircase with cliffs.
 *
 * @param group the channels, of the network's own count
 * @param blocks ids of the blocks whose latency depends on the count
 * @param points for every count from a quarter of the network's to all of it, in rising order
 */
public record ChannelStaircase(ChannelGroup group, List<String> blocks, List<Point> points) {
  /** Counts are one step where the better of them saves less than this fraction. */
  private static final double TOLERANCE = 0.01;

  private static final int PARTS = 4;

  /**
   * One count.
   *
   * @param channels the count
   * @param latency what the blocks take together
   */
  public record Point(int channels, BlockLatency latency) {}

  /**
   * Counts of which the widest costs the least.
   *
   * @param fromChannels the narrowest
   * @param widest the widest, and what it costs
   * @param greatestMillis what the dearest of them costs, in milliseconds
   */
  public record Step(int fromChannels, Point widest, double greatestMillis) {}

  /** Copies the lists. */
  public ChannelStaircase {
    blocks = List.copyOf(blocks);
    points = List.copyOf(points);
  }

  /**
   * Predicts a staircase.
   *
   * @param model what predicts a block
   * @param network the network
   * @param group one of its adjustable groups
   * @return the staircase
   * @throws io.hwnas.space.InvalidInputException if the model knows nothing of one of the blocks
   */
  public static ChannelStaircase of(
      Function<LoweredBlock, BlockLatency> model, Architecture network, ChannelGroup group) {
    int least = Math.max(1, (group.channels() + PARTS - 1) / PARTS);
    List<String> blocks = affected(network, group);
    IntFunction<Point> point = point(model, network, group, blocks);
    return new ChannelStaircase(
        group, blocks, IntStream.rangeClosed(least, group.channels()).mapToObj(point).toList());
  }

  /**
   * Finds the counts worth taking that are narrower than a network's own: the widest of each of the
   * {@link #steps}, from the widest, each predicted when it is asked for.
   *
   * @param model what predicts a block
   * @param network the network
   * @param group one of its adjustable groups
   * @return the counts, down to the narrowest there is
   * @throws io.hwnas.space.InvalidInputException if the model knows nothing of one of the blocks
   */
  public static Stream<Point> narrower(
      Function<LoweredBlock, BlockLatency> model, Architecture network, ChannelGroup group) {
    IntFunction<Point> point = point(model, network, group, affected(network, group));
    return Stream.iterate(
            nextStep(point, point.apply(group.channels())),
            Optional::isPresent,
            widest -> nextStep(point, widest.orElseThrow()))
        .map(Optional::orElseThrow);
  }

  private static Optional<Point> nextStep(IntFunction<Point> point, Point widest) {
    return IntStream.iterate(widest.channels() - 1, channels -> channels > 0, c -> c - 1)
        .mapToObj(point)
        .filter(next -> isNextStep(next, widest))
        .findFirst();
  }

  private static boolean isNextStep(Point next, Point widest) {
    return next.latency().millis() < (1 - TOLERANCE) * widest.latency().millis();
  }

  private static IntFunction<Point> point(
      Function<LoweredBlock, BlockLatency> model,
      Architecture network,
      ChannelGroup group,
      List<String> blocks) {
    return channels -> {
      LayerGraph graph = LayerGraph.of(ChannelGroups.resize(network, group.id(), channels));
      return new Point(channels, sum(model, graph, blocks));
    };
  }

  /**
   * Returns the groups of channels that a block's expansion and output are in.
   *
   * @param network the network
   * @param blockId id of the block
   * @return the adjustable ones, in the order of the graph
   */
  public static List<ChannelGroup> groupsOf(Architecture network, String blockId) {
    return ChannelGroups.adjustable(network).stream()
        .filter(group -> group.id().startsWith(blockId + ".") || isOutput(network, group, blockId))
        .toList();
  }

  private static boolean isOutput(Architecture network, ChannelGroup group, String blockId) {
    return LayerGraph.of(network)
        .block(blockId)
        .filter(
            block ->
                changed(network, group).block(blockId).orElseThrow().output().channels()
                    != block.output().channels())
        .isPresent();
  }

  private static List<String> affected(Architecture network, ChannelGroup group) {
    LayerGraph changed = changed(network, group);
    return LayerGraph.of(network).blocks().stream()
        .filter(
            block ->
                !changed.block(block.id()).map(LoweredBlock::key).orElseThrow().equals(block.key()))
        .map(LoweredBlock::id)
        .toList();
  }

  private static LayerGraph changed(Architecture network, ChannelGroup group) {
    return LayerGraph.of(ChannelGroups.resize(network, group.id(), group.channels() + 1));
  }

  private static BlockLatency sum(
      Function<LoweredBlock, BlockLatency> model, LayerGraph graph, List<String> blocks) {
    double millis = 0;
    double variance = 0;
    for (String id : blocks) {
      BlockLatency one = model.apply(graph.block(id).orElseThrow());
      millis += one.millis();
      variance += one.uncertaintyMillis() * one.uncertaintyMillis();
    }
    return new BlockLatency(millis, Math.sqrt(variance));
  }

  /**
   * Returns the steps, from the narrowest: the widest count of each costs less than any wider one,
   * and no count of the step costs clearly less than it.
   *
   * @return the steps, which together hold every count
   */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    Point widest = points.get(points.size() - 1);
    double greatest = widest.latency().millis();
    for (int i = points.size() - 2; i >= 0; i--) {
      Point next = points.get(i);
      if (isNextStep(next, widest)) {
        steps.add(new Step(next.channels() + 1, widest, greatest));
        widest = next;
        greatest = 0;
      }
      greatest = Math.max(greatest, next.latency().millis());
    }
    steps.add(new Step(points.get(0).channels(), widest, greatest));
    Collections.reverse(steps);
    return List.copyOf(steps);
  }

  /**
   * Returns what one count costs.
   *
   * @param channels the count
   * @return the point
   * @throws io.hwnas.space.InvalidInputException if the count is not one of those predicted
   */
  public Point at(int channels) {
    int least = points.get(0).channels();
    if (channels < least || channels > group.channels()) {
      throw new InvalidInputException(
          "%s has from %d to %d channels here, not %d"
              .formatted(group.id(), least, group.channels(), channels));
    }
    return points.get(channels - least);
  }

  /**
   * Finds the widest layer that costs no more.
   *
   * @param channels a count
   * @return the most channels whose latency is at most that of the count
   */
  public Point widest(int channels) {
    double most = at(channels).latency().millis();
    Point widest = at(channels);
    for (Point point : points) {
      if (point.channels() > channels && point.latency().millis() <= most) {
        widest = point;
      }
    }
    return widest;
  }
}
