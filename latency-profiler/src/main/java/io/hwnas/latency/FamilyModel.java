package io.hwnas.latency;

import io.hwnas.latency.GaussianProcess.Point;
import io.hwnas.latency.GaussianProcess.Prediction;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The time of a family's blocks by their channels: a {@link Staircase}, times what a {@link
 * GaussianProcess} says of the logarithm of its error.
 *
 * <p>The process sees the logarithms of the channels, by how much each is padded to 16, and which
 * divide by 4. Its doubt grows with the distance from measured blocks.
 */
final class FamilyModel {
  /** How far apart, in octaves of channels, packed and other counts are for the process. */
  private static final double LAYOUT_DISTANCE = 1;

  private static final int PADDING = 16;

  /** Relative deviation for each octave beyond what was measured; the process knows no end. */
  private static final double OUTSIDE = 0.1;

  private final Staircase staircase;
  private final GaussianProcess process;
  private final NodeCounts nodes;
  private final List<BlockKey> measured;

  private FamilyModel(
      Staircase staircase, GaussianProcess process, NodeCounts nodes, List<BlockKey> measured) {
    this.staircase = staircase;
    this.process = process;
    this.nodes = nodes;
    this.measured = measured;
  }

  /** Fits a model to samples of one family, at least one. */
  static FamilyModel fit(List<BlockSample> samples) {
    Staircase staircase = Staircase.fit(samples);
    List<Point> points = new ArrayList<>();
    for (BlockSample sample : samples) {
      double residual = Math.log(sample.millis() / staircase.millis(sample.block()));
      points.add(new Point(place(sample.block()), residual, sample.error()));
    }
    return new FamilyModel(
        staircase,
        GaussianProcess.fit(points),
        NodeCounts.of(samples),
        samples.stream().map(BlockSample::block).toList());
  }

  /** Tells whether a block of the family has more or fewer of some channels than any measured. */
  boolean isOutside(BlockKey block) {
    return octavesOutside(block) > 0;
  }

  /** How far a block's channels lie beyond all measured, those that lie farthest. */
  private double octavesOutside(BlockKey block) {
    List<Integer> counts = block.channels().all();
    return IntStream.range(0, counts.size())
        .mapToDouble(at -> octavesOutside(at, counts.get(at)))
        .max()
        .orElse(0);
  }

  private double octavesOutside(int at, int count) {
    IntSummaryStatistics known =
        measured.stream().mapToInt(block -> block.channels().all().get(at)).summaryStatistics();
    if (count == 0) {
      return 0;
    }
    return Math.max(
        0, Math.max(log2(count / (double) known.getMax()), log2(known.getMin() / (double) count)));
  }

  /** Returns what an entry would say of a block of the family. */
  LatencyEntry entry(BlockKey block) {
    Prediction correction = process.predict(place(block));
    double millis = staircase.millis(block) * Math.exp(correction.mean());
    return LatencyEntry.of(
        1,
        Rounding.figures(nodes.of(block)),
        Rounding.positiveMillis(millis),
        Rounding.millis(millis * (correction.deviation() + OUTSIDE * octavesOutside(block))),
        LatencyEntry.Origin.MODELLED);
  }

  /** Returns the sum within. */
  Staircase staircase() {
    return staircase;
  }

  private static double[] place(BlockKey block) {
    List<Double> place = new ArrayList<>();
    for (int count : block.channels().all()) {
      if (count > 0) {
        int padded = (count + PADDING - 1) / PADDING * PADDING;
        place.add(log2(count));
        place.add(log2(padded / (double) count));
        place.add(BlockTerms.isPacked(count) ? 0 : LAYOUT_DISTANCE);
      }
    }
    return place.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
