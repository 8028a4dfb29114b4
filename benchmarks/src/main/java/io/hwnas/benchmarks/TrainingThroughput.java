package io.hwnas.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hwnas.evaluator.Augmentation;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.TorchNetwork;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.Trainer;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.TrainingTask;
import io.hwnas.evaluator.data.DataSets;
import io.hwnas.evaluator.data.DataSpec;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.Safetensors;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.ImageInput;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.NasBenchMacro;
import io.hwnas.space.NetworkOptions;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Times the training of a network on {@code fashion-mnist-small}, resized to what it takes, and
 * describes the same network, weights and images to {@code benchmarks/pytorch/train_throughput.py}.
 *
 * <p>Images are not varied, so that both sides do the same work. {@code
 * benchmarks/training-throughput.sh} runs both in turn.
 */
public final class TrainingThroughput {
  private static final long SEED = 1;
  private static final int COMPARED_IMAGES = 16;

  /** Most images that are described: 680 MiB of float32 at 96 pixels in RGB would be too many. */
  private static final int DESCRIBED_IMAGES = 2_000;

  private final DataSplit data;
  private final LayerGraph graph;

  private TrainingThroughput(String network, int pixels, int channels) {
    DataSpec images = DataSpec.of("fashion-mnist-small");
    data = DataSets.load(images.resizedTo(pixels).withChannels(channels), SEED);
    graph = LayerGraph.of(architecture(network, pixels, channels, data.classNames().size()));
  }

  /** Finds a network of NAS-Bench-Macro by its key, any other by its name. */
  private static Architecture architecture(String network, int pixels, int channels, int classes) {
    if (network.matches("[012]{8}")) {
      return SearchSpace.named(NasBenchMacro.SPACE)
          .atResolution(pixels)
          .forData(channels, classes)
          .decode(NasBenchMacro.vector(network));
    }
    return ReferenceNetworks.named(
        network,
        NetworkOptions.PUBLISHED.withInput(new ImageInput(channels, pixels)).withClasses(classes));
  }

  /**
   * Describes a network, or times its training and prints one line of JSON.
   *
   * @param arguments {@code NETWORK PIXELS CHANNELS describe FOLDER}, or {@code NETWORK PIXELS
   *     CHANNELS run BATCH REPLICAS THREADS WARMUP_STEPS STEPS}
   * @throws IOException if the folder cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    boolean describes = arguments.length == 5 && arguments[3].equals("describe");
    if (!describes && !(arguments.length == 9 && arguments[3].equals("run"))) {
      System.err.println(
          "usage: NETWORK PIXELS CHANNELS (describe FOLDER | run BATCH REPLICAS THREADS WARMUP_STEPS STEPS)");
      System.exit(2);
    }
    TrainingThroughput throughput =
        new TrainingThroughput(arguments[0], number(arguments[1]), number(arguments[2]));
    if (describes) {
      throughput.describe(Path.of(arguments[4]));
    } else {
      TrainingRecipe recipe =
          TrainingRecipe.DEFAULT
              .withBatchSize(number(arguments[4]))
              .withReplicas(number(arguments[5]))
              .withAugmentation(Augmentation.NONE);
      throughput.run(recipe, number(arguments[6]), number(arguments[7]), number(arguments[8]));
    }
  }

  private static int number(String argument) {
    return Integer.parseInt(argument);
  }

  private void run(TrainingRecipe recipe, int threads, int warmUpSteps, int steps)
      throws IOException {
    TrainingTask task =
        new TrainingTask(
            graph,
            WeightInit.training(graph, Seeds.of(SEED, "weights")),
            data.training(),
            data.normalisation(),
            recipe,
            warmUpSteps + steps,
            SEED,
            Optional.empty());
    long[] doneAt = new long[warmUpSteps + steps + 1];
    new Trainer(new TorchOptions(threads))
        .train(
            task,
            Checkpointing.none(),
            (done, total, detail) -> doneAt[(int) done] = System.nanoTime());
    double seconds = (doneAt[warmUpSteps + steps] - doneAt[warmUpSteps]) / 1e9;
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("implementation", "hwnas");
    result.put("network", graph.name());
    result.put("batch", recipe.batchSize());
    result.put("replicas", recipe.replicas());
    result.put("threads", threads);
    result.put("steps", steps);
    result.put("seconds", seconds);
    result.put("imagesPerSecond", recipe.batchSize() * (double) steps / seconds);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  private void describe(Path folder) throws IOException {
    Files.createDirectories(folder);
    new ObjectMapper()
        .writeValue(folder.resolve("network.json").toFile(), NetworkDescription.of(graph));
    Safetensors.write(
        folder.resolve("weights.safetensors"),
        WeightInit.training(graph, Seeds.of(SEED, "weights")),
        Map.of());
    ImageSet images = data.training().images();
    Weights random = WeightInit.random(graph, Seeds.of(SEED, "parity"));
    Safetensors.write(folder.resolve("parity-weights.safetensors"), random, Map.of());
    FloatTensor compared = normalised(images, COMPARED_IMAGES);
    try (TorchNetwork network = TorchNetwork.of(graph, random, new TorchOptions(1))) {
      Safetensors.write(
          folder.resolve("parity.safetensors"),
          Weights.of(Map.of("images", compared, "logits", network.run(compared))),
          Map.of());
    }
    int described = Math.min(images.size(), DESCRIBED_IMAGES);
    Safetensors.write(
        folder.resolve("data.safetensors"),
        Weights.of(
            Map.of("images", normalised(images, described), "labels", labels(images, described))),
        Map.of());
  }

  /** Returns the first images as network input, [N, C, H, W]. */
  private FloatTensor normalised(ImageSet images, int count) {
    Normalisation normalisation = data.normalisation();
    float[] values = new float[count * images.bytesPerImage()];
    int at = 0;
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < images.channels(); c++) {
        for (int y = 0; y < images.height(); y++) {
          for (int x = 0; x < images.width(); x++) {
            values[at++] = normalisation.apply(images.sample(i, c, y, x), c);
          }
        }
      }
    }
    return new FloatTensor(
        List.of(count, images.channels(), images.height(), images.width()), values);
  }

  private static FloatTensor labels(ImageSet images, int count) {
    float[] labels = new float[count];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = images.label(i);
    }
    return new FloatTensor(List.of(labels.length), labels);
  }
}
