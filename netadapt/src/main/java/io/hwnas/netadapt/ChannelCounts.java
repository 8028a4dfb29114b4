package io.hwnas.netadapt;

import io.hwnas.latency.BlockLatency;
import io.hwnas.latency.ChannelStaircase;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.LoweredBlock;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which channel counts a group may shrink to. */
@FunctionalInterface
public interface ChannelCounts {
  /**
   * Lists the counts that are worth a try.
   *
   * @param architecture the network
   * @param group one of its groups
   * @return counts below the group's own, each positive, the widest first; found when asked for
   */
  Stream<Integer> below(Architecture architecture, ChannelGroup group);

  /**
   * Tries all multiples of a number.
   *
   * @param step the number, positive
   * @return the counts
   */
  static ChannelCounts multiplesOf(int step) {
    return (architecture, group) ->
        Stream.iterate(
            (group.channels() - 1) / step * step, channels -> channels >= step, c -> c - step);
  }

  /**
   * Tries the widest count of each step of the channels' staircase: no wider one costs as little.
   *
   * @param model predicts what a block adds to the latency
   * @return the counts
   */
  static ChannelCounts ofStaircases(Function<LoweredBlock, BlockLatency> model) {
    return (architecture, group) ->
        ChannelStaircase.narrower(model, architecture, group).map(ChannelStaircase.Point::channels);
  }
}
