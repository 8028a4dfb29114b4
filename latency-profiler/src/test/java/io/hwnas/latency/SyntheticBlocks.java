package io.hwnas.latency;

import io.hwnas.space.LayerGraph;
import io.hwnas.space.Seeds;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Block times of a made-up processor: it computes 16 channels at a time, and convolutions with a
 * count that does not divide by 4 take four times as long for each channel, and a constant.
 */
final class SyntheticBlocks {
  private static final double MILLIS_PER_MADD = 1e-8;
  private static final double MILLIS_PER_VALUE = 1e-7;
  private static final double CLIFF_MILLIS = 0.004;
  private static final int SLOWER = 4;
  private static final int VECTOR = 16;

  private SyntheticBlocks() {}

  /** The time of a block by its key. */
  static double millis(String key) {
    BlockKey block = BlockKey.parse(key).orElseThrow();
    BlockKey.Channels channels = block.channels();
    double millis = 0.003;
    int inner = channels.input();
    if (channels.expansion() > 0) {
      millis += pointwise(block.inPixels(), inner, channels.expansion());
      inner = channels.expansion();
    }
    if (!block.operator().equals(BlockKey.STEM) && !block.operator().equals(BlockKey.HEAD)) {
      boolean packed = inner % 4 == 0;
      double values = block.outPixels() * (double) (packed ? padded(inner) : SLOWER * inner);
      millis += MILLIS_PER_VALUE * values + (packed ? 0 : CLIFF_MILLIS);
    }
    if (channels.convolution() > 0) {
      millis += pointwise(block.inPixels(), inner, channels.convolution());
      inner = channels.convolution();
    }
    millis += 1e-7 * channels.squeeze() * inner;
    int read = block.operator().equals(BlockKey.STEM) ? 4 : inner;
    return millis + pointwise(block.outPixels(), read, channels.output());
  }

  static double millis(LayerGraph graph) {
    return graph.blocks().stream().mapToDouble(block -> millis(block.key())).sum();
  }

  private static double pointwise(long pixels, int in, int out) {
    return in % 4 == 0 && out % 4 == 0
        ? pixels * (MILLIS_PER_MADD * padded(in) * padded(out) + MILLIS_PER_VALUE * padded(out))
        : CLIFF_MILLIS + SLOWER * pixels * (MILLIS_PER_MADD * in * out + MILLIS_PER_VALUE * out);
  }

  private static int padded(int channels) {
    return (channels + VECTOR - 1) / VECTOR * VECTOR;
  }

  /** Entries of all blocks of the networks that a source is measured on, without error. */
  static SortedMap<String, LatencyEntry> entries(TableSource.OfChannels source) {
    SortedMap<String, LatencyEntry> entries = new TreeMap<>();
    new ChannelNetworks(source, 1)
        .profiled().stream()
            .flatMap(graph -> graph.blocks().stream())
            .forEach(
                block ->
                    entries.put(
                        block.key(),
                        LatencyEntry.of(
                            2,
                            block.layers().size(),
                            Rounding.millis(millis(block.key())),
                            0,
                            LatencyEntry.Origin.COVER)));
    return entries;
  }

  /** Networks of a source that no table is measured on. */
  static List<LayerGraph> unseen(
      TableSource.OfChannels source, RandomChannels.Counts counts, int networks) {
    return IntStream.range(0, networks)
        .mapToObj(
            i ->
                LayerGraph.of(
                    RandomChannels.draw(
                        source.base().architecture(),
                        RandomChannels.INNER,
                        counts,
                        Seeds.of(99, "synthetic", i))))
        .toList();
  }
}
