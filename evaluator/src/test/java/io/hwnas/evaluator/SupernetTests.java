package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SupernetTests {
  private static final TorchOptions OPTIONS = new TorchOptions(1);
  private static final SubnetSampling SANDWICH = new SubnetSampling(true, true, 1, false, 0);
  private static final SubnetSource WHOLE_SPACE = SubnetSource.WHOLE_SPACE;

  @Test
  void largestSmallestAndRandomSubnetsLearn() {
    try (Supernet supernet = new Supernet(sandwich(100), OPTIONS)) {
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      assertTrue(supernet.accuracy(architecture(0)) > 0.8);
      assertTrue(supernet.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.smallest())) > 0.8);
      assertTrue(supernet.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.largest())) > 0.8);
    }
  }

  @Test
  void networksOfEveryResolutionLearnFromTheSameImages() {
    SearchSpace space = TinyTask.space("[8, 12]");
    Architecture smallest = space.decode(space.smallest());
    assertEquals(8, smallest.input().resolution());
    SupernetTask task = TinyTask.supernet(space, TinyTask.RECIPE, SANDWICH, WHOLE_SPACE, 100);
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      assertTrue(supernet.accuracy(smallest) > 0.8);
      assertTrue(supernet.accuracy(space.decode(space.largest())) > 0.8);
    }
  }

  @Test
  void anExtractedNetworkScoresAsItDidInTheSupernet() {
    SupernetTask task = sandwich(10);
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      for (int i = 0; i < 5; i++) {
        Architecture architecture = architecture(i);
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
  void aSubnetIsTheFirstChannelsAndTheCentreOfTheKernels() {
    SupernetTask task = sandwich(0);
    Architecture smallest = TinyTask.SPACE.decode(TinyTask.SPACE.smallest());
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      Weights cut = supernet.extract(smallest);
      String depthwise = "s0.b0.depthwise.conv.weight";
      int kernel = cut.get(depthwise).shape().get(2);
      int sharedKernel = task.initial().get(depthwise).shape().get(2);
      assertEquals(3, kernel);
      assertEquals(5, sharedKernel);
      for (int channel = 0; channel < cut.get(depthwise).shape().get(0); channel++) {
        for (int y = 0; y < 3; y++) {
          for (int x = 0; x < 3; x++) {
            assertEquals(
                task.initial().get(depthwise).get((channel * 5 + y + 1) * 5 + x + 1),
                cut.get(depthwise).get((channel * 3 + y) * 3 + x));
          }
        }
      }
    }
  }

  @Test
  void aResumedSupernetEqualsAnUnbrokenOne() {
    SupernetTask task = sandwich(8);
    MemoryStore store = new MemoryStore();
    Weights unbroken = trained(task, store);
    assertEquals(8, store.saved().size());
    store.truncate(3);
    assertEquals(unbroken, trained(task, store));
  }

  @Test
  void theLargestIsScoredAtTheEndAndWhatIsLearntIsTheSame() {
    SupernetTask task = sandwich(3);
    MemoryStore store = new MemoryStore();
    Weights unwatched = trained(task, store);
    List<TrainingLog.Entry> entries = new ArrayList<>();
    TrainingLog log =
        new TrainingLog() {
          @Override
          public void cutBack(long step) {
            assertEquals(0, step);
          }

          @Override
          public void add(Entry entry) {
            entries.add(entry);
          }
        };
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(
          new Checkpointing(new MemoryStore(), Duration.ZERO), log, ProgressListener.SILENT);
      assertEquals(unwatched, supernet.extract(architecture(1)));
      assertEquals(List.of(1L, 2L, 3L), entries.stream().map(TrainingLog.Entry::step).toList());
      assertEquals(
          supernet.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.largest())),
          entries.get(2).accuracy().orElseThrow());
    }
  }

  @Test
  void trainingStopsAtTheFirstLossThatIsNotFiniteInAnyReplica() {
    TrainingRecipe steep = TinyTask.RECIPE.withLearningRate(new LearningRate(1e20, 0));
    SupernetTask task = TinyTask.supernet(steep.withReplicas(2), SANDWICH, 50);
    MemoryStore store = new MemoryStore();
    TrainingDivergedException failure =
        assertThrows(TrainingDivergedException.class, () -> trained(task, store));
    assertTrue(store.latest().isEmpty());
    assertTrue(failure.getMessage().contains("there was no checkpoint yet"), failure.getMessage());
  }

  @Test
  void distillationNeedsTheLargestSubnet() {
    TrainingRecipe distilling =
        TinyTask.RECIPE.withDistillation(Optional.of(new Distillation(0.5, 2)));
    assertThrows(
        InvalidInputException.class,
        () -> TinyTask.supernet(distilling, SubnetSampling.SINGLE_PATH, 1));
  }

  @Test
  void subnetsLearnFromTheLargest() {
    TrainingRecipe distilling =
        TinyTask.RECIPE.withDistillation(Optional.of(new Distillation(0.9, 2)));
    SupernetTask task = TinyTask.supernet(distilling, SANDWICH, 100);
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      assertTrue(supernet.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.smallest())) > 0.8);
    }
  }

  @Test
  void onlySubnetsThatAreWantedLearn() {
    SubnetSource narrow =
        new SubnetSource("narrow stems", wanted -> wanted.stem().outputChannels() == 4);
    SupernetTask task =
        TinyTask.supernet(
            TinyTask.RECIPE.withWeightDecay(0), SubnetSampling.SINGLE_PATH, narrow, 20);
    String stem = TinyTask.largest().parameters().get(0).name();
    float[] before = task.initial().get(stem).values();
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      float[] after =
          supernet.extract(TinyTask.SPACE.decode(TinyTask.SPACE.largest())).get(stem).values();
      int half = before.length / 2;
      assertFalse(Arrays.equals(before, 0, half, after, 0, half));
      assertArrayEquals(
          Arrays.copyOfRange(before, half, before.length),
          Arrays.copyOfRange(after, half, after.length));
    }
  }

  @Test
  void aCheckpointOfOtherSubnetsIsRefused() {
    MemoryStore store = new MemoryStore();
    trained(sandwich(2), store);
    SubnetSource other = new SubnetSource("others", wanted -> true);
    SupernetTask task = TinyTask.supernet(TinyTask.RECIPE, SANDWICH, other, 2);
    assertThrows(InvalidInputException.class, () -> trained(task, store));
  }

  @Test
  void replicasLearnWhatOneDoes() {
    SupernetTask task = TinyTask.supernet(TinyTask.RECIPE.withReplicas(2), SANDWICH, 100);
    try (Supernet supernet = new Supernet(task, new TorchOptions(2))) {
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      assertTrue(supernet.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.smallest())) > 0.8);
      assertTrue(supernet.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.largest())) > 0.8);
    }
  }

  @Test
  void aResumedSupernetOfReplicasEqualsAnUnbrokenOne() {
    SupernetTask task = TinyTask.supernet(TinyTask.RECIPE.withReplicas(3), SANDWICH, 6);
    MemoryStore store = new MemoryStore();
    Weights unbroken = trained(task, store);
    store.truncate(2);
    assertEquals(unbroken, trained(task, store));
  }

  @Test
  void replicasTakeTheStepOfAllImages() {
    TrainingRecipe plain = TinyTask.RECIPE.withWeightDecay(0);
    Weights one = trained(TinyTask.supernet(plain, SANDWICH, 1), new MemoryStore());
    Weights two = trained(TinyTask.supernet(plain.withReplicas(2), SANDWICH, 1), new MemoryStore());
    Weights before = trained(TinyTask.supernet(plain, SANDWICH, 0), new MemoryStore());
    String classifier =
        LayerGraph.of(architecture(1)).parameters().stream()
            .map(Parameter::name)
            .filter(name -> name.endsWith("classifier.bias"))
            .findFirst()
            .orElseThrow();
    float[] start = before.get(classifier).values();
    for (int i = 0; i < start.length; i++) {
      double alone = one.get(classifier).get(i) - start[i];
      assertEquals(alone, two.get(classifier).get(i) - start[i], 0.3 * Math.abs(alone) + 1e-3);
    }
  }

  @Test
  void aCheckpointOfOtherReplicasIsRefused() {
    MemoryStore store = new MemoryStore();
    trained(sandwich(2), store);
    SupernetTask task = TinyTask.supernet(TinyTask.RECIPE.withReplicas(2), SANDWICH, 2);
    assertThrows(InvalidInputException.class, () -> trained(task, store));
  }

  private static Weights trained(SupernetTask task, CheckpointStore store) {
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(new Checkpointing(store, Duration.ZERO), ProgressListener.SILENT);
      return supernet.extract(architecture(1));
    }
  }

  private static SupernetTask sandwich(long steps) {
    return TinyTask.supernet(TinyTask.RECIPE, SANDWICH, steps);
  }

  private static Architecture architecture(long index) {
    return TinyTask.SPACE.decode(TinyTask.SPACE.sample(Seeds.of(11, "architecture", index)));
  }
}
