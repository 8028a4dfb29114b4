package io.hwnas.evaluator;

import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.evaluator.data.TrainingSet;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Operator;
import io.hwnas.space.Seeds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Scores untrained networks by how differently their nonlinearities answer to different images
 * (NASWOT: Mellor et al. 2021, "Neural architecture search without training", equation 2).
 *
 * <p>Each image has a code: of every unit behind a nonlinearity, whether its input is positive. The
 * score is log |det K|, where K holds for each pair of images in how many units they agree. Weights
 * are drawn at random; nothing is trained.
 */
public final class ActivationCodes implements AccuracyEvaluator, AutoCloseable {
  private static final double UNITS_WITH_ITSELF = 1e-3;

  private final ImageSet images;
  private final ImageBatches batches;
  private final int draws;
  private final long seed;
  private final TorchOptions options;

  /**
   * Draws the images.
   *
   * @param training where they are drawn from
   * @param normalisation what makes them network input
   * @param count how many
   * @param draws random weights that a network is scored with; its score is the mean
   * @param seed decides images and weights
   * @param options how libtorch is run
   * @throws InvalidInputException if there are fewer different training images, fewer than 2 are
   *     asked for, or no weights
   */
  public ActivationCodes(
      TrainingSet training,
      Normalisation normalisation,
      int count,
      int draws,
      long seed,
      TorchOptions options) {
    if (draws < 1) {
      throw new InvalidInputException("weights must be drawn at least once, got " + draws);
    }
    ImageSet all = training.images();
    if (count < 2 || count > all.size()) {
      throw new InvalidInputException(
          "images for activation codes must be within 2 to the %d training images, got %d"
              .formatted(all.size(), count));
    }
    List<Integer> different = different(all, count, seed);
    if (different.size() < count) {
      throw new InvalidInputException(
          "only %d of the training images are different, too few for the activation codes of %d"
              .formatted(different.size(), count));
    }
    this.images = all.select(different);
    this.batches = new ImageBatches(images, normalisation, Augmentation.NONE, count, seed);
    this.draws = draws;
    this.seed = seed;
    this.options = options;
  }

  /**
   * Counts images that can be compared: equal ones would have equal codes in every network.
   *
   * @param training where they are drawn from
   * @param most how many are looked for
   * @param seed decides which
   * @return how many different ones there are, at most those looked for
   */
  public static int different(TrainingSet training, int most, long seed) {
    return different(training.images(), most, seed).size();
  }

  /**
   * Tells about how much memory it takes to score an architecture, beside what the process holds.
   *
   * @param graph the architecture
   * @param count how many images are compared
   * @return bytes of what is computed of all images at once
   */
  public static long bytes(LayerGraph graph, int count) {
    return count * TrainingMemory.stepBytes(graph);
  }

  private static List<Integer> different(ImageSet all, int most, long seed) {
    int[] order = ImageBatches.shuffled(all.size(), Seeds.of(seed, "activation-codes/images"));
    Set<ByteBuffer> seen = new HashSet<>();
    return Arrays.stream(order)
        .filter(
            index -> {
              byte[] samples = new byte[all.bytesPerImage()];
              all.copyImage(index, samples, 0);
              return seen.add(ByteBuffer.wrap(samples));
            })
        .limit(most)
        .boxed()
        .toList();
  }

  /**
   * Scores an architecture.
   *
   * @param architecture an architecture for such images
   * @return log |det K|, its mean over the weights drawn; greater is better, and it is no share of
   *     anything
   */
  @Override
  public double accuracy(Architecture architecture) {
    LayerGraph graph = LayerGraph.of(architecture);
    TorchNetwork.requireFits(images, graph);
    return IntStream.range(0, draws)
        .mapToObj(draw -> WeightInit.training(graph, weights(draw)))
        .mapToDouble(weights -> score(graph, weights))
        .average()
        .orElseThrow();
  }

  private RandomGenerator weights(int draw) {
    return draw == 0
        ? Seeds.of(seed, "activation-codes/weights")
        : Seeds.of(seed, "activation-codes/weights", draw);
  }

  private double score(LayerGraph graph, Weights weights) {
    try (TorchNetwork network = TorchNetwork.of(graph, weights, options)) {
      return NativeScope.computeWithoutGradients(() -> score(network));
    }
  }

  private double score(TorchNetwork network) {
    TrainingPass pass =
        network.train(batches.plain(0, images.size()).images(), Pass.BATCH_STATISTICS);
    Tensor bothActive = torch.zeros(images.size(), images.size());
    long units = 0;
    for (Layer layer : network.graph().layers()) {
      if (layer.operator() instanceof Operator.Activation) {
        NativeScope.run(() -> addBothActive(bothActive, pass.value(layer)));
        units += layer.output().elements();
      }
    }
    return logDeterminant(agreements(Tensors.read(bothActive).values(), units));
  }

  /** Adds in how many units of a layer, behind its nonlinearity, both images of a pair go on. */
  private static void addBothActive(Tensor sums, Tensor values) {
    // In whatever order units are counted: in that in which they lie, nothing is copied.
    Tensor units = values.dim() == 4 ? values.permute(0, 2, 3, 1) : values;
    // Of all the nonlinearities, what follows a positive input is positive, and nothing else is.
    Tensor active = torch.relu(units.flatten(1, -1)).sign_();
    sums.add_(active.mm(active.t()));
  }

  /** Returns K: where both images of a pair are active, and where neither is. */
  private static double[][] agreements(float[] bothActive, long units) {
    int size = (int) Math.round(Math.sqrt(bothActive.length));
    double[][] agreements = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double idle = units - bothActive[i * size + i] - bothActive[j * size + j];
        agreements[i][j] = idle + 2 * bothActive[i * size + j];
      }
    }
    return agreements;
  }

  /**
   * Computes log |det K|. Images of equal codes make it −∞; then every image agrees a little more
   * with itself, so that each such pair costs as much.
   */
  private static double logDeterminant(double[][] square) {
    RealMatrix upper = upper(square);
    if (upper == null) {
      for (int i = 0; i < square.length; i++) {
        square[i][i] += UNITS_WITH_ITSELF;
      }
      upper = upper(square);
    }
    double log = 0;
    for (int i = 0; i < square.length; i++) {
      log += Math.log(Math.abs(upper.getEntry(i, i)));
    }
    return log;
  }

  /** Returns the upper factor of a matrix, or null if it is singular. */
  private static RealMatrix upper(double[][] square) {
    return new LUDecomposition(MatrixUtils.createRealMatrix(square)).getU();
  }

  @Override
  public void close() {
    batches.close();
  }
}
