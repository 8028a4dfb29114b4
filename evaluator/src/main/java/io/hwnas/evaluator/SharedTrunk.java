package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.TensorShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The beginning that subnets asked one after another have in common: its statistics, and what it
 * computed of the images, so that it is computed once. Answers are the same as without.
 *
 * <p>Outputs are kept at the ends of blocks, from the last block back for as long as they fit:
 * where subnets are asked in the order of {@link Beginnings}, most of them part late.
 */
final class SharedTrunk implements AutoCloseable {
  private final long mostBytes;
  private final long images;
  private final List<KeptValues> calibration;
  private final List<KeptValues> validation;
  private Optional<TensorShape> input = Optional.empty();
  private List<Layer> layers = List.of();
  private Map<String, FloatTensor> statistics = Map.of();

  /**
   * Creates it with nothing kept.
   *
   * @param mostBytes what outputs may take; 0 keeps none
   * @param images images in all batches
   * @param calibrationBatches batches that statistics are taken from
   * @param validationBatches batches that subnets are scored on
   */
  SharedTrunk(long mostBytes, long images, int calibrationBatches, int validationBatches) {
    this.mostBytes = mostBytes;
    this.images = images;
    this.calibration = kept(calibrationBatches);
    this.validation = kept(validationBatches);
  }

  /** Returns what a trunk of a network takes, at most as much as is given. */
  static long bytes(LayerGraph graph, long images, long mostBytes) {
    long perImage = graph.blocks().stream().mapToLong(SharedTrunk::endBytes).sum();
    return (long) Math.min(mostBytes, (double) images * perImage);
  }

  private static long endBytes(LoweredBlock block) {
    return end(block).output().elements() * Float.BYTES;
  }

  private static Layer end(LoweredBlock block) {
    return block.layers().get(block.layers().size() - 1);
  }

  private static List<KeptValues> kept(int batches) {
    return Stream.generate(KeptValues::new).limit(batches).toList();
  }

  /** Returns what is kept of a batch that statistics are taken from. */
  KeptValues calibration(int batch) {
    return calibration.get(batch);
  }

  /** Returns what is kept of a batch that subnets are scored on. */
  KeptValues validation(int batch) {
    return validation.get(batch);
  }

  /** Lets go what a subnet does not begin with, and gives it the statistics of what it does. */
  void begin(Subnet subnet) {
    LayerGraph graph = subnet.graph();
    int lastAlike = lastAlike(graph);
    Set<Integer> ends = ends(subnet);
    for (KeptValues kept : all()) {
      kept.forgetAfter(lastAlike);
      kept.want(ends);
    }
    int calibrated =
        calibration.stream().mapToInt(KeptValues::last).min().orElse(Layer.NETWORK_INPUT);
    calibration.forEach(kept -> kept.forgetAfter(calibrated));
    // No more is known of this subnet until it is calibrated.
    layers = graph.layers().subList(0, calibrated + 1);
    input = Optional.of(graph.input());
    subnet.takeStatistics(layers, statistics);
  }

  /** Takes in the statistics of the subnet that it began with last. */
  void calibrated(Subnet subnet) {
    layers = subnet.graph().layers();
    statistics = subnet.statistics();
  }

  /** Lets go all. */
  void forget() {
    layers = List.of();
    all().forEach(KeptValues::close);
  }

  private List<KeptValues> all() {
    List<KeptValues> all = new ArrayList<>(calibration);
    all.addAll(validation);
    return all;
  }

  private int lastAlike(LayerGraph graph) {
    if (!input.equals(Optional.of(graph.input()))) {
      return Layer.NETWORK_INPUT;
    }
    int alike = 0;
    while (alike < Math.min(layers.size(), graph.layers().size())
        && layers.get(alike).equals(graph.layers().get(alike))) {
      alike++;
    }
    return alike - 1;
  }

  /** Returns the last layers of the blocks whose outputs are to be kept. */
  private Set<Integer> ends(Subnet subnet) {
    Set<Integer> ends = new HashSet<>();
    List<LoweredBlock> blocks = subnet.graph().blocks();
    long left = mostBytes;
    for (int i = blocks.size() - 2; i >= 0; i--) {
      left -= images * endBytes(blocks.get(i));
      if (left < 0) {
        return ends;
      }
      Layer end = end(blocks.get(i));
      if (subnet.canGoOnFrom(end)) {
        ends.add(end.index());
      }
    }
    return ends;
  }

  @Override
  public void close() {
    forget();
  }
}
