package io.hwnas.evaluator;

import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.export.WeightInit;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Images that a tiny network learns in seconds, and a tiny space. */
final class TinyTask {
  static final SearchSpace SPACE = space("12");

  static final TrainingRecipe RECIPE =
      TrainingRecipe.DEFAULT
          .withBatchSize(32)
          .withLearningRate(new LearningRate(0.3, 0.1))
          .withAugmentation(new Augmentation(1, false, 0));

  private TinyTask() {}

  /** Makes the space with networks of the resolutions given, as YAML. */
  static SearchSpace space(String resolution) {
    return space(resolution, "0.1");
  }

  /** Makes the space with batch norms of the momentum given, as YAML. */
  static SearchSpace space(String resolution, String momentum) {
    return SearchSpace.parse(
        YamlNode.parse(
            "tiny.yaml",
            """
            name: tiny
            input: {channels: 1, resolution: %s}
            batch-norm: {epsilon: 0.001, momentum: %s}
            padding: symmetric
            stem: {kernel: 3, stride: 1, width: [4, 8], nonlinearity: h-swish}
            stages:
              - depth: [1, 2]
                width: [8, 16]
                stride: 2
                decisions: per-block
                kernel: [3, 5]
                expansion-ratio: [2, 3]
                squeeze-excite: [false, true]
                nonlinearity: relu
              - depth: [1, 2]
                width: [16, 24]
                stride: 2
                decisions: per-block
                kernel: [3, 5]
                expansion-ratio: [2, 4]
                squeeze-excite: [false, true]
                nonlinearity: h-swish
            head:
              convolution: [32, 48]
              hidden: [32, 64]
              nonlinearity: h-swish
              dropout: 0.2
              classes: 3
            """
                .formatted(resolution, momentum)));
  }

  /** Makes images whose class is where they are bright, under noise. */
  static DataSplit data() {
    return DataSplit.of(images(300, 1), images(90, 2), 3);
  }

  private static ImageSet images(int count, long seed) {
    RandomGenerator random = Seeds.of(seed, "tiny images");
    ImageSet.Builder builder = ImageSet.builder(1, 12, 12, List.of("left", "middle", "right"));
    for (int i = 0; i < count; i++) {
      byte[] samples = new byte[144];
      for (int s = 0; s < samples.length; s++) {
        int bright = s % 12 / 4 == i % 3 ? 90 : 0;
        samples[s] = (byte) (bright + random.nextInt(120));
      }
      builder.add(i % 3, samples);
    }
    return builder.build();
  }

  static LayerGraph largest() {
    return LayerGraph.of(SPACE.decode(SPACE.largest()));
  }

  static TrainingTask task(TrainingRecipe recipe, long steps) {
    return task(largest(), recipe, steps);
  }

  static TrainingTask task(LayerGraph graph, TrainingRecipe recipe, long steps) {
    DataSplit data = data();
    return new TrainingTask(
        graph,
        WeightInit.training(graph, Seeds.of(5, "initial")),
        data.training(),
        data.normalisation(),
        recipe,
        steps,
        5,
        Optional.empty());
  }

  static SupernetTask supernet(TrainingRecipe recipe, SubnetSampling sampling, long steps) {
    return supernet(recipe, sampling, SubnetSource.WHOLE_SPACE, steps);
  }

  static SupernetTask supernet(
      TrainingRecipe recipe, SubnetSampling sampling, SubnetSource source, long steps) {
    return supernet(SPACE, recipe, sampling, source, steps);
  }

  static SupernetTask supernet(
      SearchSpace space,
      TrainingRecipe recipe,
      SubnetSampling sampling,
      SubnetSource source,
      long steps) {
    DataSplit data = data();
    return new SupernetTask(
        space,
        SupernetTask.initialise(space, WeightSharing.SLICES, 5),
        data.training(),
        data.validation(),
        data.normalisation(),
        recipe,
        sampling,
        source,
        100,
        new TrainingBudget.Steps(steps),
        ResolutionSchedule.CONSTANT,
        WeightSharing.SLICES,
        5);
  }
}
