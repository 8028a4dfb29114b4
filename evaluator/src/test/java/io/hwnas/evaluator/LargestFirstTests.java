package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargestFirstTests {
  private static final TorchOptions OPTIONS = new TorchOptions(1);
  private static final Architecture LARGEST = TinyTask.SPACE.decode(TinyTask.SPACE.largest());
  private static final Architecture SMALLEST = TinyTask.SPACE.decode(TinyTask.SPACE.smallest());

  @Test
  void sortedChannelsComputeWhatTheyDidBefore() {
    SubnetSampling unsorted = new SubnetSampling(true, false, 0, false, 0);
    try (Supernet plain = trained(unsorted, 3);
        Supernet sorted = trained(first(0.9), 3)) {
      assertNotEquals(plain.extract(LARGEST), sorted.extract(LARGEST));
      assertEquals(plain.score(LARGEST).crossEntropy(), sorted.score(LARGEST).crossEntropy(), 1e-4);
    }
  }

  @Test
  void narrowNetworksHaveTheChannelsThatAreReadMost() {
    try (Supernet sorted = trained(first(0.9), 3)) {
      Weights weights = sorted.extract(LARGEST);
      for (String projection :
          new String[] {"s0.b0.project.conv.weight", "s1.b1.project.conv.weight"}) {
        double[] norms = norms(weights.get(projection));
        for (int channel = 1; channel < norms.length; channel++) {
          assertTrue(norms[channel] <= norms[channel - 1], projection + " " + channel);
        }
      }
    }
  }

  /** Returns the L1 norms of a 1×1 convolution's weights by input channel. */
  private static double[] norms(FloatTensor weight) {
    double[] norms = new double[weight.shape().get(1)];
    for (int i = 0; i < weight.size(); i++) {
      norms[i % norms.length] += Math.abs(weight.get(i));
    }
    return norms;
  }

  @Test
  void theLargestLearnsAloneForItsShareAndTheOthersAfterIt() {
    try (Supernet supernet = trained(first(0.5), 8)) {
      assertEquals((4 + 4 * 3) * 32, supernet.imagesLearnt());
    }
  }

  @Test
  void allLearnInTheEnd() {
    try (Supernet supernet = trained(first(0.3), 100)) {
      assertTrue(supernet.accuracy(SMALLEST) > 0.8);
      assertTrue(supernet.accuracy(LARGEST) > 0.8);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void aResumedTrainingEqualsAnUnbrokenOne(int step) {
    TrainingRecipe averaging = TinyTask.RECIPE.withAveraging(OptionalDouble.of(0.9));
    SupernetTask task = TinyTask.supernet(averaging, first(0.5), 8);
    MemoryStore store = new MemoryStore();
    Weights unbroken = extracted(task, store);
    store.truncate(step);
    assertEquals(unbroken, extracted(task, store));
  }

  private static Weights extracted(SupernetTask task, MemoryStore store) {
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(new Checkpointing(store, Duration.ZERO), ProgressListener.SILENT);
      assertEquals((4 + 4 * 3) * 32, supernet.imagesLearnt());
      return supernet.extract(SMALLEST);
    }
  }

  @Test
  void aCheckpointOfAnotherShareIsRefused() {
    MemoryStore store = new MemoryStore();
    extracted(TinyTask.supernet(TinyTask.RECIPE, first(0.5), 8), store);
    SupernetTask other = TinyTask.supernet(TinyTask.RECIPE, first(0.25), 8);
    assertThrows(InvalidInputException.class, () -> extracted(other, store));
  }

  @Test
  void aShareOfAllIsRefused() {
    assertThrows(InvalidInputException.class, () -> first(1));
  }

  /** The sandwich of three, after the largest alone. */
  private static SubnetSampling first(double share) {
    return new SubnetSampling(true, true, 1, false, share);
  }

  private static Supernet trained(SubnetSampling sampling, long steps) {
    Supernet supernet = new Supernet(TinyTask.supernet(TinyTask.RECIPE, sampling, steps), OPTIONS);
    supernet.train(Checkpointing.none(), ProgressListener.SILENT);
    return supernet;
  }
}
