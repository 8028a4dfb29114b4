package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Training frees what it allocates. */
class NativeMemoryTests {
  private static final long MEBIBYTE = 1 << 20;
  private static final long LARGEST_GROWTH = 16 * MEBIBYTE;
  private static final int WARM_UP = 200;

  @Test
  void residentMemoryStaysFlatOverAThousandSteps() {
    long[] resident = new long[2];
    ProgressListener watch =
        (done, total, detail) -> {
          if (done == WARM_UP || done == total) {
            System.gc();
            resident[done == WARM_UP ? 0 : 1] = Pointer.physicalBytes();
          }
        };
    TrainingTask task = TinyTask.task(TinyTask.RECIPE.withBatchSize(8), WARM_UP + 1000);
    new Trainer(new TorchOptions(1)).train(task, Checkpointing.none(), watch);
    long growth = resident[1] - resident[0];
    assertTrue(growth < LARGEST_GROWTH, "grew by %d MiB".formatted(growth / MEBIBYTE));
  }

  @Test
  void scoringManySubnetsStaysFlatToo() {
    try (Supernet supernet =
        new Supernet(
            TinyTask.supernet(TinyTask.RECIPE, SubnetSampling.SANDWICH, 0), new TorchOptions(1))) {
      score(supernet, 20);
      long before = Pointer.physicalBytes();
      score(supernet, 150);
      long growth = Pointer.physicalBytes() - before;
      assertTrue(growth < LARGEST_GROWTH, "grew by %d MiB".formatted(growth / MEBIBYTE));
    }
  }

  private static void score(Supernet supernet, int architectures) {
    for (int i = 0; i < architectures; i++) {
      supernet.accuracy(TinyTask.SPACE.decode(TinyTask.SPACE.sample(Seeds.of(i, "scored"))));
    }
    System.gc();
  }
}
