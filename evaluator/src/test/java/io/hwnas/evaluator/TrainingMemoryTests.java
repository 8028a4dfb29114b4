package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.LayerGraph;
import io.hwnas.space.Operator;
import io.hwnas.space.ReferenceNetworks;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainingMemoryTests {
  private static final LayerGraph NETWORK =
      LayerGraph.of(ReferenceNetworks.named("mobilenet-v2@32"));
  private static final TrainingRecipe RECIPE = TrainingRecipe.DEFAULT;

  @Test
  void aStepKeepsMoreThanTheOutputsOfAllConvolutions() {
    long convolutions =
        NETWORK.layers().stream()
            .filter(layer -> layer.operator() instanceof Operator.Convolution)
            .mapToLong(layer -> layer.output().elements() * Float.BYTES)
            .sum();
    long step = TrainingMemory.of(NETWORK, RECIPE).stepBytesPerImage();
    // Convolution, batch norm and ReLU6: three outputs, and the gradients of one or two.
    assertTrue(step > 2 * convolutions && step < 4 * convolutions, step + " of " + convolutions);
  }

  @Test
  void moreStateOfTheOptimiserTakesMore() {
    long plain = TrainingMemory.of(NETWORK, RECIPE).parameterBytes();
    long averaged =
        TrainingMemory.of(NETWORK, RECIPE.withAveraging(OptionalDouble.of(0.9))).parameterBytes();
    assertEquals(4 * plain, 3 * averaged);
  }

  @Test
  void theLargestBatchIsTheLastThatFits() {
    TrainingMemory memory = TrainingMemory.of(NETWORK, RECIPE);
    long bytes = memory.bytes(300) + 1;
    int largest = memory.largestBatch(bytes);
    assertEquals(300, largest);
    assertTrue(memory.bytes(largest + 1) > bytes);
  }

  @Test
  void trainingsSideBySideTakeTheSum() {
    TrainingMemory memory = TrainingMemory.of(NETWORK, RECIPE);
    assertEquals(3 * memory.bytes(64), memory.sideBySide(3).bytes(64));
  }

  @Test
  void replicasHaveGradientsOfTheirOwn() {
    TrainingRecipe replicas = RECIPE.withReplicas(2);
    SupernetTask one = TinyTask.supernet(RECIPE, SubnetSampling.SINGLE_PATH, 1);
    SupernetTask two = TinyTask.supernet(replicas, SubnetSampling.SINGLE_PATH, 1);
    long more =
        TrainingMemory.of(two, TinyTask.largest()).parameterBytes()
            - TrainingMemory.of(one, TinyTask.largest()).parameterBytes();
    long trained =
        SharedSlices.trained(TinyTask.largest()).stream().mapToLong(p -> p.elements()).sum();
    assertEquals(2 * trained * Float.BYTES, more);
    assertEquals(
        trained * Float.BYTES,
        TrainingMemory.of(TinyTask.largest(), replicas).parameterBytes()
            - TrainingMemory.of(TinyTask.largest(), RECIPE).parameterBytes());
  }

  @Test
  void aSupernetTakesMoreThanItsLargestNetwork() {
    SupernetTask task = TinyTask.supernet(RECIPE, SubnetSampling.SINGLE_PATH, 1);
    TrainingMemory shared = TrainingMemory.of(task, TinyTask.largest());
    TrainingMemory alone = TrainingMemory.of(TinyTask.largest(), RECIPE);
    assertTrue(shared.parameterBytes() > alone.parameterBytes());
    assertEquals(alone.stepBytesPerImage(), shared.stepBytesPerImage());
    assertTrue(shared.scoringBytes() > alone.scoringBytes());
  }
}
