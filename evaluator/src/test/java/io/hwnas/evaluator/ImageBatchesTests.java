package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.hwnas.evaluator.augment.RandAugment;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.export.FloatTensor;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ImageBatchesTests {
  private static final Augmentation ALL =
      new Augmentation(2, true, 3, 0.4, Optional.of(new RandAugment(2, 9)));
  private static final int SIZE = 8;

  private final DataSplit data = TinyTask.data();

  @BeforeAll
  static void loadLibtorch() {
    LibTorch.use(new TorchOptions(1));
  }

  @Test
  void aBatchDependsOnItsStepAlone() {
    try (ImageBatches inTurn = batches(ALL);
        ImageBatches jumping = batches(ALL)) {
      float[][] expected = new float[8][];
      for (int step = 0; step < expected.length; step++) {
        expected[step] = images(inTurn, step);
      }
      for (int step : new int[] {5, 6, 1, 7, 0, 3}) {
        assertArrayEquals(expected[step], images(jumping, step));
      }
      assertFalse(Arrays.equals(expected[0], expected[1]));
    }
  }

  @Test
  void anEpochShowsEachImageOnce() {
    try (ImageBatches batches = batches(Augmentation.NONE)) {
      int[] seen = new int[3];
      int size = data.training().images().size() / 3;
      for (int step = 0; step < 3; step++) {
        for (float label : labels(batches, step, size).values()) {
          seen[(int) label]++;
        }
      }
      assertArrayEquals(new int[] {90, 90, 90}, seen);
    }
  }

  @Test
  void sharesOfMixedLabelsSumUpToOne() {
    try (ImageBatches mixed = batches(ALL);
        ImageBatches plain = batches(Augmentation.NONE)) {
      FloatTensor shares = labels(mixed, 0, SIZE);
      assertEquals(java.util.List.of(SIZE, 3), shares.shape());
      float[] own = labels(plain, 0, SIZE).values();
      for (int i = 0; i < SIZE; i++) {
        float sum = 0;
        for (int c = 0; c < 3; c++) {
          sum += shares.values()[3 * i + c];
        }
        assertEquals(1, sum, 1e-6);
        boolean same = own[i] == own[SIZE - 1 - i];
        assertEquals(same, shares.values()[3 * i + (int) own[i]] > 1 - 1e-6);
      }
    }
  }

  @Test
  void mixedImagesAreWeightedMeansOfTwo() {
    Augmentation mixup = new Augmentation(0, false, 0, 0.4, Optional.empty());
    try (ImageBatches mixed = batches(mixup);
        ImageBatches plain = batches(Augmentation.NONE)) {
      float[] expected = images(plain, 1);
      float[] actual = images(mixed, 1);
      int length = expected.length / SIZE;
      for (int i = 0; i < expected.length; i++) {
        int other = (SIZE - 1 - i / length) * length + i % length;
        assertEquals(expected[i] + expected[other], actual[i] + actual[other], 1e-5);
      }
      assertFalse(Arrays.equals(expected, actual));
    }
  }

  private ImageBatches batches(Augmentation augmentation) {
    return new ImageBatches(data.training().images(), data.normalisation(), augmentation, 100, 4);
  }

  private static float[] images(ImageBatches batches, long step) {
    return NativeScope.computeWithoutGradients(
        () -> Tensors.read(batches.training(step, SIZE).images()).values());
  }

  private static FloatTensor labels(ImageBatches batches, long step, int size) {
    return NativeScope.computeWithoutGradients(
        () -> Tensors.read(batches.training(step, size).labels().to(torch.ScalarType.Float)));
  }
}
