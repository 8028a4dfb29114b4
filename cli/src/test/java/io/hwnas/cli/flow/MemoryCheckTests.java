package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.evaluator.TrainingMemory;
import io.hwnas.space.InvalidInputException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MemoryCheckTests {
  private static final long MIB = 1 << 20;

  /** 100 MiB, 10 an image, and 1 for its input. */
  private static final TrainingMemory MEMORY =
      new TrainingMemory(100 * MIB, 10 * MIB, 50 * MIB, MIB);

  @Test
  void what_fits_is_let_through() {
    assertDoesNotThrow(() -> check(100 + 32 * 11, 32));
    assertDoesNotThrow(
        () -> new MemoryCheck(OptionalLong.empty()).requireEnough("training", "net", MEMORY, 9999));
  }

  @Test
  void what_does_not_is_refused_with_the_batch_that_would() {
    assertEquals(
        "training.batch-size: training net in batches of 32 takes about 452.00 MiB of memory, and"
            + " 451.00 MiB are free; give at most 31, or free some",
        refusal(100 + 32 * 11 - 1, 32));
    assertDoesNotThrow(() -> check(100 + 32 * 11 - 1, 31));
  }

  @Test
  void where_no_batch_fits_other_ways_are_named() {
    assertEquals(
        "training.batch-size: training net in batches of 200 takes about 2.25 GiB of memory, and"
            + " 110.00 MiB are free; free some, or train a smaller network or smaller images",
        refusal(110, 200));
  }

  private static String refusal(long freeMebibytes, int batchSize) {
    return assertThrows(InvalidInputException.class, () -> check(freeMebibytes, batchSize))
        .getMessage();
  }

  private static void check(long freeMebibytes, int batchSize) {
    new MemoryCheck(OptionalLong.of(freeMebibytes * MIB))
        .requireEnough("training", "net", MEMORY, batchSize);
  }
}
