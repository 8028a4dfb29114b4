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

/** A supernet in which each form of a block has weights of its own. */
class OperatorSupernetTests {
  private static final TorchOptions OPTIONS = new TorchOptions(1);

  static final SearchSpace SPACE =
      SearchSpace.parse(
          YamlNode.parse(
              "operators.yaml",
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
              """));

  @Test
  void everyFormLearns() {
    try (Supernet supernet = new Supernet(task(new TrainingBudget.Steps(100)), OPTIONS)) {
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      assertTrue(supernet.accuracy(SPACE.decode(SPACE.smallest())) > 0.8);
      assertTrue(supernet.accuracy(SPACE.decode(SPACE.largest())) > 0.8);
    }
  }

  @Test
  void anExtractedNetworkScoresAsItDidInTheSupernet() {
    SupernetTask task = task(new TrainingBudget.Steps(10));
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
    assertThrows(
        InvalidInputException.class, () -> SupernetTask.initialise(SPACE, WeightSharing.SLICES, 1));
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
    DataSplit data = TinyTask.data();
    return new SupernetTask(
        SPACE,
        SupernetTask.initialise(SPACE, WeightSharing.OPERATORS, 5),
        data.training(),
        data.validation(),
        data.normalisation(),
        TinyTask.RECIPE,
        new SubnetSampling(false, false, 3, true, 0),
        SubnetSource.WHOLE_SPACE,
        1,
        100,
        budget,
        ResolutionSchedule.CONSTANT,
        WeightSharing.OPERATORS,
        5);
  }
}
