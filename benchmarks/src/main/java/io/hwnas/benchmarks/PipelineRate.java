package io.hwnas.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hwnas.evaluator.Augmentation;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.DataPipeline;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.Trainer;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.TrainingTask;
import io.hwnas.evaluator.augment.RandAugment;
import io.hwnas.evaluator.data.DataSets;
import io.hwnas.evaluator.data.DataSpec;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.export.WeightInit;
import io.hwnas.space.ImageInput;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.NetworkOptions;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Images a second that one thread makes into batches with every augmentation, beside those that the
 * training of MobileNetV3-Small at 32 pixels takes, in turn. {@code benchmarks/data-pipeline.sh}
 * runs it.
 */
public final class PipelineRate {
  private static final long SEED = 1;
  private static final int IMAGES_PER_CLASS = 1000;
  private static final int CLASSES = 10;
  private static final int PIXELS = 32;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Augmentation EVERYTHING =
      new Augmentation(4, true, 8, 0.2, Optional.of(new RandAugment(2, 9)));

  private final DataSplit data;
  private final TrainingRecipe recipe;
  private final TorchOptions options;
  private final int steps;

  private PipelineRate(DataSplit data, int batch, int threads, int steps) {
    this.data = data;
    this.recipe = TrainingRecipe.DEFAULT.withBatchSize(batch);
    this.options = new TorchOptions(threads);
    this.steps = steps;
  }

  /**
   * Prints one line of JSON a round, and one of the medians.
   *
   * @param arguments {@code ROUNDS BATCH THREADS STEPS SOURCE CACHE}; SOURCE {@code noise} makes
   *     CIFAR-10-like images
   * @throws IOException if a line cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 6) {
      System.err.println("usage: ROUNDS BATCH THREADS STEPS SOURCE CACHE");
      System.exit(2);
    }
    DataSplit data =
        arguments[4].equals("noise")
            ? DataSplit.of(noise(IMAGES_PER_CLASS, 1), noise(1, 2), SEED)
            : DataSets.load(
                DataSpec.of(arguments[4]).resizedTo(PIXELS).cachedIn(Path.of(arguments[5])), SEED);
    new PipelineRate(
            data,
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]))
        .run(Integer.parseInt(arguments[0]));
  }

  private static ImageSet noise(int perClass, long seed) {
    RandomGenerator random = Seeds.of(seed, "pipeline/noise");
    List<String> names = new ArrayList<>();
    for (int label = 0; label < CLASSES; label++) {
      names.add("class" + label);
    }
    ImageSet.Builder images = ImageSet.builder(3, PIXELS, PIXELS, names);
    byte[] samples = new byte[3 * PIXELS * PIXELS];
    for (int i = 0; i < perClass * CLASSES; i++) {
      random.nextBytes(samples);
      images.add(i % CLASSES, samples);
    }
    return images.build();
  }

  private void run(int rounds) throws IOException {
    List<Double> ratios = new ArrayList<>();
    List<Double> made = new ArrayList<>();
    List<Double> trained = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      double pipeline = pipelineRate();
      double plain = trainingRate(Augmentation.NONE);
      double varied = trainingRate(EVERYTHING);
      made.add(pipeline);
      trained.add(plain);
      ratios.add(pipeline / plain);
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("pipelineImagesPerSecond", pipeline);
      line.put("trainingImagesPerSecond", plain);
      line.put("trainingWithAugmentationImagesPerSecond", varied);
      line.put("pipelineToTraining", pipeline / plain);
      print(line);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rounds", rounds);
    result.put("medianPipelineImagesPerSecond", median(made));
    result.put("medianTrainingImagesPerSecond", median(trained));
    result.put("medianPipelineToTraining", median(ratios));
    result.put("leastPipelineToTraining", Collections.min(ratios));
    print(result);
  }

  private static void print(Map<String, Object> line) throws IOException {
    System.out.println(new ObjectMapper().writeValueAsString(line));
  }

  /** Makes as many batches in one thread as are trained on, after as many to warm up. */
  private double pipelineRate() {
    TrainingRecipe varied = recipe.withAugmentation(EVERYTHING);
    try (DataPipeline pipeline = new DataPipeline(data, varied, SEED, options)) {
      long images = 0;
      long start = 0;
      for (int step = 0; step < 2 * steps; step++) {
        if (step == steps) {
          start = System.nanoTime();
          images = 0;
        }
        images += pipeline.make(step);
      }
      return images * NANOS_PER_SECOND / (System.nanoTime() - start);
    }
  }

  private double trainingRate(Augmentation augmentation) {
    LayerGraph graph =
        LayerGraph.of(
            ReferenceNetworks.named(
                "mobilenet-v3-small@32",
                NetworkOptions.PUBLISHED
                    .withInput(new ImageInput(data.training().images().channels(), PIXELS))
                    .withClasses(data.classNames().size())));
    int warmUp = Math.max(1, steps / 4);
    long[] doneAt = new long[warmUp + steps + 1];
    new Trainer(options)
        .train(
            new TrainingTask(
                graph,
                WeightInit.training(graph, Seeds.of(SEED, "weights")),
                data.training(),
                data.normalisation(),
                recipe.withAugmentation(augmentation),
                warmUp + steps,
                SEED,
                Optional.empty()),
            Checkpointing.none(),
            (done, total, detail) -> doneAt[(int) done] = System.nanoTime());
    double nanos = doneAt[warmUp + steps] - doneAt[warmUp];
    return recipe.batchSize() * (double) steps * NANOS_PER_SECOND / nanos;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
