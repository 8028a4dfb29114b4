package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.evaluator.augment.RandAugment;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTests {
  private static final TorchOptions OPTIONS = new TorchOptions(1);
  private static final TrainingRecipe EVERYTHING =
      TinyTask.RECIPE
          .withAugmentation(new Augmentation(1, true, 4, 0.4, Optional.of(new RandAugment(2, 5))))
          .withAveraging(OptionalDouble.of(0.9));

  @Test
  void aNetworkLearnsFromScratch() {
    TrainingTask task = TinyTask.task(TinyTask.RECIPE, 100);
    assertTrue(accuracy(task, train(task, Checkpointing.none())) > 0.9);
  }

  /** MobileNetV3's batch norms, whose running statistics take hundreds of steps to follow. */
  @Test
  void aShortTrainingIsScoredByStatisticsOfItsOwnWeights() {
    SearchSpace inert = TinyTask.space("12", "0.01");
    TrainingTask task =
        TinyTask.task(LayerGraph.of(inert.decode(inert.largest())), TinyTask.RECIPE, 60);
    assertTrue(accuracy(task, train(task, Checkpointing.none())) > 0.9);
  }

  @Test
  void aTrainingThatStoppedOnItsWayGoesOnAsIfItHadNot() {
    TrainingTask task = TinyTask.task(EVERYTHING, 6);
    Weights whole = train(task, Checkpointing.none());
    Checkpointing kept = new Checkpointing(new MemoryStore(), Duration.ofSeconds(60));
    Trainer trainer = new Trainer(OPTIONS);
    Weights there = trainer.trainTo(task, 4, kept, ProgressListener.SILENT);
    assertEquals(there, trainer.trainTo(task, 4, kept, ProgressListener.SILENT));
    assertNotEquals(whole, there);
    assertEquals(whole, train(task, kept));
    assertThrows(
        InvalidInputException.class, () -> trainer.trainTo(task, 4, kept, ProgressListener.SILENT));
  }

  @Test
  void aNetworkLearnsFromMixedImages() {
    Augmentation mixing = new Augmentation(1, false, 0, 0.2, Optional.empty());
    TrainingTask task = TinyTask.task(TinyTask.RECIPE.withAugmentation(mixing), 150);
    assertTrue(accuracy(task, train(task, Checkpointing.none())) > 0.9);
  }

  @Test
  void fineTuningGoesOnFromGivenWeights() {
    TrainingTask task = TinyTask.task(TinyTask.RECIPE, 100);
    Weights trained = train(task, Checkpointing.none());
    TrainingTask further =
        new TrainingTask(
            task.graph(),
            trained,
            task.training(),
            task.normalisation(),
            TinyTask.RECIPE.withLearningRate(new LearningRate(0.01, 0)),
            5,
            6,
            Optional.empty());
    assertTrue(accuracy(further, train(further, Checkpointing.none())) > 0.9);
  }

  @Test
  void aNetworkLearnsFromATeacherAlone() {
    TrainingTask task = TinyTask.task(TinyTask.RECIPE, 100);
    Weights teacher = train(task, Checkpointing.none());
    TrainingTask distilled =
        new TrainingTask(
            task.graph(),
            task.initial(),
            task.training(),
            task.normalisation(),
            TinyTask.RECIPE.withDistillation(Optional.of(new Distillation(1, 1))),
            100,
            7,
            Optional.of(new TrainingTask.Teacher(task.graph(), teacher)));
    assertTrue(accuracy(distilled, train(distilled, Checkpointing.none())) > 0.9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aResumedTrainingEqualsAnUnbrokenOne(int threads) {
    TrainingTask task = TinyTask.task(EVERYTHING, 9);
    MemoryStore store = new MemoryStore();
    Trainer trainer = new Trainer(new TorchOptions(threads));
    Checkpointing eachStep = new Checkpointing(store, Duration.ZERO);
    Weights unbroken = trainer.train(task, eachStep, ProgressListener.SILENT);
    assertEquals(9, store.saved().size());
    store.truncate(4);
    assertEquals(unbroken, trainer.train(task, eachStep, ProgressListener.SILENT));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aResumedTrainingOfReplicasEqualsAnUnbrokenOne(int threads) {
    TrainingTask task = TinyTask.task(EVERYTHING.withReplicas(3), 9);
    MemoryStore store = new MemoryStore();
    Trainer trainer = new Trainer(new TorchOptions(threads));
    Checkpointing eachStep = new Checkpointing(store, Duration.ZERO);
    Weights unbroken = trainer.train(task, eachStep, ProgressListener.SILENT);
    store.truncate(4);
    assertEquals(unbroken, trainer.train(task, eachStep, ProgressListener.SILENT));
  }

  @Test
  void replicasLearnWhatOneDoes() {
    TrainingTask task = TinyTask.task(TinyTask.RECIPE.withReplicas(2), 100);
    Weights weights =
        new Trainer(new TorchOptions(2)).train(task, Checkpointing.none(), ProgressListener.SILENT);
    assertTrue(accuracy(task, weights) > 0.9);
  }

  @Test
  void replicasTakeTheStepOfAllImages() {
    TrainingRecipe plain = TinyTask.RECIPE.withBatchSize(31).withWeightDecay(0);
    Weights before = TinyTask.task(plain, 0).initial();
    Weights one = train(TinyTask.task(plain, 1), Checkpointing.none());
    Weights two = train(TinyTask.task(plain.withReplicas(2), 1), Checkpointing.none());
    String bias = parameter("classifier.bias");
    float[] start = before.get(bias).values();
    for (int i = 0; i < start.length; i++) {
      double alone = one.get(bias).get(i) - start[i];
      assertEquals(alone, two.get(bias).get(i) - start[i], 0.3 * Math.abs(alone) + 1e-3);
    }
  }

  @Test
  void replicasSideBySideLearnWhatTheyDoInTurn() {
    TrainingTask task = TinyTask.task(EVERYTHING, 0);
    TrainingTask distilled =
        new TrainingTask(
            task.graph(),
            task.initial(),
            task.training(),
            task.normalisation(),
            EVERYTHING.withReplicas(2).withDistillation(Optional.of(new Distillation(0.5, 2))),
            4,
            7,
            Optional.of(new TrainingTask.Teacher(task.graph(), task.initial())));
    Weights inTurn =
        new Trainer(new TorchOptions(1))
            .train(distilled, Checkpointing.none(), ProgressListener.SILENT);
    Weights sideBySide =
        new Trainer(new TorchOptions(2))
            .train(distilled, Checkpointing.none(), ProgressListener.SILENT);
    assertEquals(inTurn, sideBySide);
  }

  @Test
  void aCheckpointOfOtherReplicasIsRefused() {
    MemoryStore store = new MemoryStore();
    Checkpointing kept = new Checkpointing(store, Duration.ZERO);
    train(TinyTask.task(TinyTask.RECIPE, 2), kept);
    TrainingTask other = TinyTask.task(TinyTask.RECIPE.withReplicas(2), 2);
    assertThrows(InvalidInputException.class, () -> train(other, kept));
  }

  @Test
  void runningStatisticsFollowTheImagesOfAllReplicas() {
    TrainingTask one = TinyTask.task(TinyTask.RECIPE, 1);
    TrainingTask two = TinyTask.task(TinyTask.RECIPE.withReplicas(2), 1);
    String mean = parameter("running_mean");
    FloatTensor ofOne = train(one, Checkpointing.none()).get(mean);
    FloatTensor ofTwo = train(two, Checkpointing.none()).get(mean);
    for (int channel = 0; channel < ofOne.values().length; channel++) {
      assertEquals(ofOne.get(channel), ofTwo.get(channel), 1e-5);
    }
  }

  @Test
  void trainingStopsAtTheFirstLossThatIsNotFiniteInAnyReplica() {
    TrainingRecipe steep = TinyTask.RECIPE.withLearningRate(new LearningRate(1e20, 0));
    TrainingTask task = TinyTask.task(steep.withReplicas(2), 50);
    assertThrows(TrainingDivergedException.class, () -> train(task, Checkpointing.none()));
  }

  /** Returns the first parameter of the network whose name ends so. */
  private static String parameter(String end) {
    return TinyTask.largest().parameters().stream()
        .map(Parameter::name)
        .filter(name -> name.endsWith(end))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachReplicaNeedsTwoImages() {
    int tooMany = TinyTask.RECIPE.batchSize() / 2 + 1;
    assertThrows(InvalidInputException.class, () -> TinyTask.RECIPE.withReplicas(tooMany));
  }

  @Test
  void aResumedTrainingByRmsPropEqualsAnUnbrokenOne() {
    TrainingTask task =
        TinyTask.task(
            EVERYTHING
                .withUpdateRule(UpdateRule.RMSPROP)
                .withLearningRate(
                    new LearningRate(0.01, 0.2, Optional.of(new LearningRate.Staircase(0.5, 0.3)))),
            9);
    MemoryStore store = new MemoryStore();
    Checkpointing eachStep = new Checkpointing(store, Duration.ZERO);
    Weights unbroken = train(task, eachStep);
    store.truncate(4);
    assertEquals(unbroken, train(task, eachStep));
  }

  @Test
  void aNetworkLearnsByRmsProp() {
    TrainingTask task =
        TinyTask.task(
            TinyTask.RECIPE
                .withUpdateRule(UpdateRule.RMSPROP)
                .withLearningRate(new LearningRate(0.05, 0.1)),
            100);
    assertTrue(accuracy(task, train(task, Checkpointing.none())) > 0.9);
  }

  @Test
  void aFinishedTrainingGivesItsWeightsAgain() {
    TrainingTask task = TinyTask.task(EVERYTHING, 3);
    MemoryStore store = new MemoryStore();
    Checkpointing checkpointing = new Checkpointing(store, Checkpointing.LONGEST_PERIOD);
    Weights trained = train(task, checkpointing);
    assertEquals(1, store.saved().size());
    assertEquals(trained, train(task, checkpointing));
  }

  @Test
  void aCheckpointOfAnotherTaskIsRefused() {
    MemoryStore store = new MemoryStore();
    Checkpointing checkpointing = new Checkpointing(store, Duration.ZERO);
    train(TinyTask.task(TinyTask.RECIPE, 2), checkpointing);
    TrainingTask longer = TinyTask.task(TinyTask.RECIPE, 3);
    assertThrows(InvalidInputException.class, () -> train(longer, checkpointing));
  }

  @Test
  void eachEpochIsLoggedAndWhatIsLearntIsTheSame() {
    TrainingTask task = TinyTask.task(EVERYTHING, 20);
    List<TrainingLog.Entry> entries = new ArrayList<>();
    Weights watched = trainLogged(task, Checkpointing.none(), entries);
    assertEquals(train(task, Checkpointing.none()), watched);
    // 270 images, 32 a step.
    assertEquals(List.of(9L, 17L, 20L), entries.stream().map(TrainingLog.Entry::step).toList());
    TrainingLog.Entry last = entries.get(2);
    assertEquals(20 * 32 / 270.0, last.epochs(), 1e-12);
    assertEquals(accuracy(task, watched), last.accuracy().orElseThrow());
    for (TrainingLog.Entry entry : entries) {
      assertTrue(entry.loss() > 0 && entry.loss() < 5, entry::toString);
      assertTrue(entry.imagesPerSecond() > 0, entry::toString);
      // What the library itself has mapped is part of it.
      assertTrue(entry.residentBytes() > 100_000_000, entry::toString);
    }
    assertTrue(last.loss() < entries.get(0).loss(), entries::toString);
  }

  @Test
  void aResumedTrainingLogsWhatAnUnbrokenOneDoes() {
    TrainingTask task = TinyTask.task(TinyTask.RECIPE, 20);
    MemoryStore store = new MemoryStore();
    Checkpointing eachStep = new Checkpointing(store, Duration.ZERO);
    List<TrainingLog.Entry> entries = new ArrayList<>();
    trainLogged(task, eachStep, entries);
    List<OptionalDouble> unbroken = entries.stream().map(TrainingLog.Entry::accuracy).toList();
    store.truncate(12);
    trainLogged(task, eachStep, entries);
    assertEquals(unbroken, entries.stream().map(TrainingLog.Entry::accuracy).toList());
  }

  @Test
  void checkpointsNameTheDefaultRecipeAsEarlierVersionsDid() {
    MemoryStore store = new MemoryStore();
    train(TinyTask.task(TrainingRecipe.DEFAULT, 1), new Checkpointing(store, Duration.ZERO));
    assertEquals(
        "TrainingRecipe[batchSize=96, learningRate=LearningRate[peak=0.2, warmup=0.15],"
            + " momentum=0.9, weightDecay=5.0E-4, depthwiseDecay=false, labelSmoothing=0.1,"
            + " gradientClip=OptionalDouble.empty, augmentation=Augmentation[shift=2, flip=true,"
            + " cutout=0], averaging=OptionalDouble.empty, distillation=Optional.empty]",
        store.latest().orElseThrow().metadata().get("recipe"));
  }

  @Test
  void aCheckpointThatNamesWhatItsAugmentationDoesNotDoIsGoneOnWith() {
    TrainingTask task = TinyTask.task(TinyTask.RECIPE, 4);
    MemoryStore store = new MemoryStore();
    Checkpointing eachStep = new Checkpointing(store, Duration.ZERO);
    Weights unbroken = train(task, eachStep);
    store.truncate(2);
    Checkpoint plain = store.latest().orElseThrow();
    Map<String, String> metadata = new HashMap<>(plain.metadata());
    metadata.computeIfPresent(
        "recipe",
        (key, text) -> text.replace("cutout=0", "cutout=0, mixup=0.0, randAugment=Optional.empty"));
    assertNotEquals(plain.metadata(), metadata);
    store.save(new Checkpoint(plain.step(), plain.tensors(), metadata));
    assertEquals(unbroken, train(task, eachStep));
  }

  @Test
  void trainingStopsAtTheFirstLossThatIsNotFinite() {
    TrainingTask task =
        TinyTask.task(TinyTask.RECIPE.withLearningRate(new LearningRate(1e20, 0)), 50);
    MemoryStore store = new MemoryStore();
    TrainingDivergedException failure =
        assertThrows(
            TrainingDivergedException.class,
            () -> train(task, new Checkpointing(store, Duration.ZERO)));
    assertTrue(failure.step() >= 1);
    assertTrue(failure.getMessage().contains("step " + failure.step()));
    // The first step's weights made the second one fail: they are not to be gone on from.
    assertTrue(store.latest().isEmpty());
    assertTrue(failure.getMessage().contains("there was no checkpoint yet"), failure.getMessage());
  }

  @Test
  void theLastCheckpointWhoseWeightsWereGoodIsKept() {
    MemoryStore store = new MemoryStore();
    // The rate rises by a thousand a step.
    TrainingTask task =
        TinyTask.task(TinyTask.RECIPE.withLearningRate(new LearningRate(1e9, 0.999)), 1_000_000);
    TrainingDivergedException failure =
        assertThrows(
            TrainingDivergedException.class,
            () -> train(task, new Checkpointing(store, Duration.ZERO)));
    // A step whose weights are not finite went on from good ones, one whose loss is not did not.
    boolean inWeights = failure.getMessage().contains("weights are not finite");
    assertEquals(
        inWeights ? failure.step() : failure.step() - 1, store.latest().orElseThrow().step());
  }

  @Test
  void aTrainingWhoseLastStepLeavesNoNumbersFails() {
    TrainingTask task =
        TinyTask.task(TinyTask.RECIPE.withLearningRate(new LearningRate(1e10, 0)), 1);
    String classifier = "head.classifier.weight";
    List<Integer> shape = task.initial().get(classifier).shape();
    TrainingTask doomed =
        new TrainingTask(
            task.graph(),
            task.initial().with(classifier, FloatTensor.filled(shape, 1e30f)),
            task.training(),
            task.normalisation(),
            task.recipe(),
            1,
            5,
            Optional.empty());
    MemoryStore store = new MemoryStore();
    TrainingDivergedException failure =
        assertThrows(
            TrainingDivergedException.class,
            () -> train(doomed, new Checkpointing(store, Duration.ZERO)));
    assertEquals(0, failure.step());
    assertTrue(failure.getMessage().contains("weights are not finite"), failure.getMessage());
    assertTrue(store.latest().isEmpty());
  }

  @Test
  void anAverageOfNoStepsIsOfTheFirstWeights() {
    TrainingTask task = TinyTask.task(TinyTask.RECIPE.withAveraging(OptionalDouble.of(0.9)), 0);
    assertEquals(task.initial(), train(task, Checkpointing.none()));
  }

  @Test
  void weightsThatAreNotFiniteFailAtOnce() {
    TrainingTask task = TinyTask.task(TinyTask.RECIPE, 50);
    String stem = "stem.conv.weight";
    Weights broken =
        task.initial().with(stem, FloatTensor.filled(task.initial().get(stem).shape(), Float.NaN));
    TrainingTask doomed =
        new TrainingTask(
            task.graph(),
            broken,
            task.training(),
            task.normalisation(),
            task.recipe(),
            50,
            5,
            Optional.empty());
    assertEquals(
        0,
        assertThrows(TrainingDivergedException.class, () -> train(doomed, Checkpointing.none()))
            .step());
  }

  private static Weights train(TrainingTask task, Checkpointing checkpointing) {
    return new Trainer(OPTIONS).train(task, checkpointing, ProgressListener.SILENT);
  }

  /** Trains with a log that is a list. */
  private static Weights trainLogged(
      TrainingTask task, Checkpointing checkpointing, List<TrainingLog.Entry> entries) {
    TrainingLog log =
        new TrainingLog() {
          @Override
          public void cutBack(long step) {
            entries.removeIf(entry -> entry.step() > step);
          }

          @Override
          public void add(Entry entry) {
            entries.add(entry);
          }
        };
    Monitoring monitoring = new Monitoring(TinyTask.data().validation(), log);
    return new Trainer(OPTIONS).train(task, checkpointing, monitoring, ProgressListener.SILENT);
  }

  private static double accuracy(TrainingTask task, Weights weights) {
    DataSplit data = TinyTask.data();
    try (TorchNetwork network = TorchNetwork.of(task.graph(), weights, OPTIONS)) {
      return network.accuracy(data.validation().images(), data.normalisation());
    }
  }
}
