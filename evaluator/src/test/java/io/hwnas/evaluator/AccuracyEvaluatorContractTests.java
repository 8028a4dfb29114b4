package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every evaluator promises, whatever it goes by. */
class AccuracyEvaluatorContractTests {
  private static final TorchOptions OPTIONS = new TorchOptions(1);
  private static final int NETWORKS = 5;

  /** An evaluator that is made anew each time. */
  private static final Map<String, Supplier<AccuracyEvaluator>> EVALUATORS =
      Map.of(
          "madds", () -> CostEvaluator.MADDS,
          "params", () -> CostEvaluator.PARAMS,
          "capacity credit", () -> new CapacityCredit(architecture -> 0.5, 0.15),
          "synaptic flow", () -> new SynapticFlow(5, OPTIONS),
          "activation codes", AccuracyEvaluatorContractTests::codes,
          "from scratch", () -> fromScratch(architecture -> new MemoryStore()),
          "successive halving", AccuracyEvaluatorContractTests::halving,
          "supernet", AccuracyEvaluatorContractTests::supernet,
          "supernet loss", () -> new LossOf(supernet()));

  /** Ranks by a supernet's cross-entropy, which is smaller for better networks. */
  private record LossOf(Supernet supernet) implements AccuracyEvaluator, AutoCloseable {
    @Override
    public double accuracy(Architecture architecture) {
      return -supernet.score(architecture).crossEntropy();
    }

    @Override
    public void close() {
      supernet.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> answersAreFinite() {
    return each(
        evaluator -> {
          for (double answer : answers(evaluator.get(), 0, 1, 2, 3, 4)) {
            assertTrue(Double.isFinite(answer), () -> "answered " + answer);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> anAnswerDoesNotDependOnWhatWasAskedBefore() {
    return each(
        evaluator -> {
          List<Double> forwards = answers(evaluator.get(), 0, 1, 2, 3, 4, 0);
          List<Double> backwards = answers(evaluator.get(), 4, 3, 2, 1, 0);
          assertEquals(forwards.get(0), forwards.get(NETWORKS));
          for (int i = 0; i < NETWORKS; i++) {
            assertEquals(forwards.get(i), backwards.get(NETWORKS - 1 - i));
          }
        });
  }

  @Test
  void codesOfALargeNetworkDifferMoreThanThoseOfASmallOne() {
    try (ActivationCodes codes = codes()) {
      assertTrue(
          codes.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.largest()))
              > codes.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.smallest())));
    }
  }

  @Test
  void codesOfManyWeightsDependLessOnTheSeed() {
    assertTrue(spreadOverSeeds(16) < spreadOverSeeds(1) / 2);
  }

  /** The standard deviation over seeds of how much more the largest network scores. */
  private static double spreadOverSeeds(int draws) {
    StandardDeviation spread = new StandardDeviation();
    for (int seed = 0; seed < 6; seed++) {
      try (ActivationCodes codes = codes(draws, seed)) {
        spread.increment(codes.accuracy(architecture(0)) - codes.accuracy(architecture(1)));
      }
    }
    return spread.getResult();
  }

  @Test
  void aSupernetsLossAndAccuracyAreOfTheSameAnswers() {
    try (Supernet supernet =
        new Supernet(TinyTask.supernet(TinyTask.RECIPE, SubnetSampling.SANDWICH, 60), OPTIONS)) {
      Architecture network = architecture(0);
      double chance = supernet.score(network).crossEntropy();
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      Supernet.Score score = supernet.score(network);
      assertEquals(supernet.accuracy(network), score.accuracy());
      assertTrue(score.crossEntropy() > 0 && score.crossEntropy() < chance, score::toString);
      double error = score.crossEntropyStandardError();
      assertTrue(error > 0 && error < score.crossEntropy(), score::toString);
    }
  }

  @Test
  void aTrainingFromScratchGoesOnFromItsCheckpoint() {
    MemoryStore store = new MemoryStore();
    double unbroken = fromScratch(architecture -> store).accuracy(architecture(0));
    int steps = store.saved().size();
    store.truncate(2);
    assertEquals(unbroken, fromScratch(architecture -> store).accuracy(architecture(0)));
    assertEquals(steps, store.saved().size());
  }

  @Test
  void moreWeightsLetMoreThrough() {
    SynapticFlow flow = new SynapticFlow(5, OPTIONS);
    assertTrue(
        flow.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.largest()))
            > flow.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.smallest())));
  }

  @Test
  void creditIsForMultiplyAdds() {
    AccuracyEvaluator credit = new CapacityCredit(architecture -> 0.5, 0.1);
    Architecture network = architecture(0);
    assertEquals(
        0.5 + 0.1 * Math.log(CostEvaluator.MADDS.accuracy(network)),
        credit.accuracy(network),
        1e-12);
  }

  @Test
  void synapticFlowIsNotCutOffBySix() {
    SearchSpace bounded =
        SearchSpace.parse(
            YamlNode.parse("relu6.yaml", OperatorSupernetTests.DOCUMENT.replace("relu", "relu6")));
    AccuracyEvaluator flow = new SynapticFlow(5, OPTIONS);
    SearchSpace unbounded = OperatorSupernetTests.SPACE;
    assertEquals(
        flow.accuracy(unbounded.decode(unbounded.largest())),
        flow.accuracy(bounded.decode(bounded.largest())));
  }

  @Test
  void equalImagesAreNotComparedByTheirCodes() {
    ImageSet.Builder images = ImageSet.builder(1, 12, 12, List.of("dark", "light", "grey"));
    for (int i = 0; i < 60; i++) {
      byte[] samples = new byte[144];
      Arrays.fill(samples, (byte) (i % 3 * 100));
      samples[0] = (byte) (i / 6);
      images.add(i % 3, samples);
    }
    DataSplit data = DataSplit.of(images.build(), images.build(), 1);
    try (ActivationCodes codes = codes(data, 20)) {
      assertTrue(codes.accuracy(architecture(0)) > -1e6);
    }
    assertThrows(InvalidInputException.class, () -> codes(data, 40));
  }

  private static ActivationCodes codes(DataSplit data, int count) {
    return new ActivationCodes(data.training(), data.normalisation(), count, 1, 5, OPTIONS);
  }

  private static Stream<DynamicTest> each(Consumer<Supplier<AccuracyEvaluator>> test) {
    return EVALUATORS.entrySet().stream()
        .map(
            evaluator ->
                DynamicTest.dynamicTest(
                    evaluator.getKey(), () -> test.accept(evaluator.getValue())));
  }

  private static List<Double> answers(AccuracyEvaluator evaluator, int... networks) {
    List<Double> answers = new ArrayList<>();
    for (int network : networks) {
      answers.add(evaluator.accuracy(architecture(network)));
    }
    close(evaluator);
    return answers;
  }

  private static void close(AccuracyEvaluator evaluator) {
    if (evaluator instanceof AutoCloseable owner) {
      assertDoesNotThrow(owner::close);
    }
  }

  private static Architecture architecture(long index) {
    return TinyTask.SPACE.decode(TinyTask.SPACE.sample(Seeds.of(11, "contract", index)));
  }

  private static ActivationCodes codes() {
    return codes(1, 5);
  }

  private static ActivationCodes codes(int draws, long seed) {
    DataSplit data = TinyTask.data();
    return new ActivationCodes(data.training(), data.normalisation(), 16, draws, seed, OPTIONS);
  }

  private static FromScratch fromScratch(Function<Architecture, CheckpointStore> stores) {
    DataSplit data = TinyTask.data();
    return new FromScratch(
        data,
        data.validation(),
        new FromScratch.Plan(TinyTask.RECIPE, 0.5, 5),
        OPTIONS,
        stores,
        Duration.ZERO);
  }

  private static AccuracyEvaluator halving() {
    DataSplit data = TinyTask.data();
    SuccessiveHalving.Plan plan =
        new SuccessiveHalving.Plan(new FromScratch.Plan(TinyTask.RECIPE, 0.25, 5), 0.5, 2);
    return new SuccessiveHalving(data, data.validation(), plan, OPTIONS, Duration.ZERO)
        .rank(
            LongStream.range(0, NETWORKS)
                .mapToObj(AccuracyEvaluatorContractTests::architecture)
                .toList(),
            new SuccessiveHalvingTests.RecordingMemory(),
            ProgressListener.SILENT);
  }

  private static Supernet supernet() {
    Supernet supernet =
        new Supernet(TinyTask.supernet(TinyTask.RECIPE, SubnetSampling.SINGLE_PATH, 5), OPTIONS);
    supernet.train(Checkpointing.none(), ProgressListener.SILENT);
    return supernet;
  }
}
