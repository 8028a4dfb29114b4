package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A supernet of a space in which a stage may begin with a block of another kind. */
class OperatorSupernetTests {
  private static final TorchOptions OPTIONS = new TorchOptions(1);

  static final String DOCUMENT =
      """
      name: operators
      input: {channels: 1, resolution: 12}
      batch-norm: {epsilon: 0.001, momentum: 0.1}
      padding: symmetric
      stem: {kernel: 3, stride: 1, width: 8, nonlinearity: relu}
      stages:
        - depth: [1, 2, 3]
          width: 16
          stride: 2
          decisions: per-block
          operator: [projection, {kernel: 3, expansion-ratio: 2}, {kernel: 5, expansion-ratio: 3}]
          squeeze-excite: false
          nonlinearity: relu
      head: {convolution: 32, hidden: none, nonlinearity: relu, dropout: 0, classes: 3}
      """;

  static final SearchSpace SPACE = SearchSpace.parse(YamlNode.parse("operators.yaml", DOCUMENT));

  @ParameterizedTest
  @EnumSource
  void everyFormLearns(WeightSharing sharing) {
    try (Supernet supernet = new Supernet(task(sharing, new TrainingBudget.Steps(100)), OPTIONS)) {
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      assertTrue(supernet.accuracy(SPACE.decode(SPACE.smallest())) > 0.8);
      assertTrue(supernet.accuracy(SPACE.decode(SPACE.largest())) > 0.8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExtractedNetworkScoresAsItDidInTheSupernet(WeightSharing sharing) {
    SupernetTask task = task(sharing, new TrainingBudget.Steps(10));
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      for (int i = 0; i < 5; i++) {
        Architecture architecture = SPACE.decode(SPACE.sample(Seeds.of(11, "architecture", i)));
        try (TorchNetwork network =
            TorchNetwork.of(LayerGraph.of(architecture), supernet.extract(architecture), OPTIONS)) {
          assertEquals(
              supernet.accuracy(architecture),
              network.accuracy(task.validation().images(), task.normalisation()));
        }
      }
    }
  }

  @Test
  void formsHaveWeightsOfTheirOwnAndSharedPlacesDoNot() {
    try (Supernet supernet = new Supernet(task(new TrainingBudget.Steps(0)), OPTIONS)) {
      Weights small = supernet.extract(SPACE.decode(SPACE.canonical(of(0, 1, 0, 0))));
      Weights large = supernet.extract(SPACE.decode(SPACE.largest()));
      String kernel = "s0.b0.depthwise.conv.weight";
      assertFalse(small.get(kernel).get(0) == large.get(kernel).get(6));
      assertEquals(small.get("stem.conv.weight"), large.get("stem.conv.weight"));
    }
  }

  @Test
  void formsOfOneKindShareSlicesAndProjectionsAreOfTheirOwn() {
    SupernetTask task = task(WeightSharing.SLICES, new TrainingBudget.Steps(0));
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      Weights small = supernet.extract(SPACE.decode(SPACE.canonical(of(0, 1, 0, 0))));
      Weights large = supernet.extract(SPACE.decode(SPACE.largest()));
      String kernel = "s0.b0.depthwise.conv.weight";
      // The centre of a 5×5 kernel begins at its seventh value.
      assertEquals(large.get(kernel).get(6), small.get(kernel).get(0));
      Weights projected = supernet.extract(SPACE.decode(SPACE.canonical(of(0, 0, 0, 0))));
      assertFalse(large.names().containsAll(projected.names()));
    }
  }

  @Test
  void theLargestCannotLearnFirstWhereItLacksWeights() {
    SupernetTask task = task(WeightSharing.SLICES, new TrainingBudget.Steps(10));
    assertThrows(InvalidInputException.class, () -> largestFirst(task));
  }

  @Test
  void aFormThatIsNoSliceOfTheLastOneIsRefused() {
    SearchSpace unordered =
        SearchSpace.parse(
            YamlNode.parse(
                "operators.yaml", DOCUMENT.replace("projection, {kernel: 3", "{kernel: 7")));
    InvalidInputException refusal =
        assertThrows(
            InvalidInputException.class,
            () -> SupernetTask.initialise(unordered, WeightSharing.SLICES, 1));
    assertTrue(refusal.getMessage().contains("s0.b0.depthwise.conv.weight"), refusal.getMessage());
  }

  private static SupernetTask largestFirst(SupernetTask task) {
    return new SupernetTask(
        task.space(),
        task.initial(),
        task.training(),
        task.validation(),
        task.normalisation(),
        task.recipe(),
        new SubnetSampling(false, false, 3, true, 0.5),
        task.source(),
        task.calibrationImages(),
        task.budget(),
        task.resolutions(),
        task.sharing(),
        task.seed());
  }

  @Test
  void aTrainingOfATimeGoesOnUntilItHasLasted() {
    SupernetTask task = task(new TrainingBudget.Time(Duration.ofMillis(400)));
    MemoryStore store = new MemoryStore();
    train(task, store);
    Checkpoint last = store.latest().orElseThrow();
    assertTrue(Double.parseDouble(last.metadata().get("seconds")) >= 0.4, "it was too short");
    int saved = store.saved().size();
    train(task, store);
    assertEquals(saved, store.saved().size());
    store.truncate(1);
    train(task, store);
    assertTrue(store.latest().orElseThrow().step() > 1, "it was not gone on with");
  }

  @Test
  void aSpaceOfTooManyFormsIsRefused() {
    assertThrows(
        InvalidInputException.class,
        () -> SupernetTask.initialise(TinyTask.SPACE, WeightSharing.OPERATORS, 1));
  }

  private static DecisionVector of(Integer... choices) {
    return new DecisionVector(List.of(choices));
  }

  private static void train(SupernetTask task, CheckpointStore store) {
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(new Checkpointing(store, Duration.ZERO), ProgressListener.SILENT);
    }
  }

  static SupernetTask task(TrainingBudget budget) {
    return task(WeightSharing.OPERATORS, budget);
  }

  private static SupernetTask task(WeightSharing sharing, TrainingBudget budget) {
    DataSplit data = TinyTask.data();
    return new SupernetTask(
        SPACE,
        SupernetTask.initialise(SPACE, sharing, 5),
        data.training(),
        data.validation(),
        data.normalisation(),
        TinyTask.RECIPE,
        new SubnetSampling(false, false, 3, true, 0),
        SubnetSource.WHOLE_SPACE,
        100,
        budget,
        ResolutionSchedule.CONSTANT,
        sharing,
        5);
  }
}
