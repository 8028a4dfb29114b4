package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.evaluator.ActivationCodes;
import io.hwnas.evaluator.TrainingMemory;
import io.hwnas.space.Cost;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryCheckTests {
  private static final long MIB = 1 << 20;

  /** 100 MiB, 10 an image, and 1 for its input. */
  private static final TrainingMemory MEMORY =
      new TrainingMemory(100 * MIB, 10 * MIB, 50 * MIB, MIB);

  private static final LayerGraph NETWORK =
      LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small-0.25@28"));

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

  @Test
  void activation_codes_keep_what_is_computed_of_all_images() {
    long bytes = ActivationCodes.bytes(NETWORK, 128);
    assertTrue(bytes > 128 * Cost.of(NETWORK).peakBytes());
    assertDoesNotThrow(
        () ->
            new MemoryCheck(OptionalLong.of(bytes))
                .requireEnoughForCodes("activation-codes.images", NETWORK, 128));
    MemoryCheck less = new MemoryCheck(OptionalLong.of(bytes - 1));
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> less.requireEnoughForCodes("activation-codes.images", NETWORK, 128))
            .getMessage();
    assertTrue(message.startsWith("activation-codes.images: activation codes of "), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 3, 2})
  void as_many_proposals_are_worked_on_as_there_is_memory_for(int count) {
    RunConfig config = config("threads=8");
    assertEquals(count, workers(bytes(config, count), config));
    assertEquals(count - 1, workers(bytes(config, count) - 1, config));
    assertDoesNotThrow(() -> require(bytes(config, count) - 1, config));
  }

  @Test
  void there_are_never_more_workers_than_threads_or_than_four() {
    assertEquals(2, workers(Long.MAX_VALUE, config("threads=2")));
    assertEquals(4, workers(Long.MAX_VALUE, config("threads=8")));
    RunConfig config = config("threads=8");
    assertEquals(
        4,
        new MemoryCheck(OptionalLong.empty()).workers(config.netAdapt(), config.torch(), NETWORK));
  }

  @Test
  void where_not_even_one_proposal_fits_it_is_refused() {
    RunConfig config = config("threads=8");
    assertDoesNotThrow(() -> require(bytes(config, 1), config));
    String refusal =
        assertThrows(InvalidInputException.class, () -> require(bytes(config, 1) - 1, config))
            .getMessage();
    assertTrue(
        refusal.startsWith(
            "netadapt.recipe.batch-size: training proposals of mobilenet-v3-small-0.25@28 in"),
        refusal);
  }

  @Test
  void a_number_of_workers_that_the_user_named_is_refused_and_not_lowered() {
    RunConfig config = config("threads=8", "netadapt.workers=3");
    long almost = bytes(config, 3) - 1;
    assertEquals(3, workers(almost, config));
    String refusal =
        assertThrows(InvalidInputException.class, () -> require(almost, config)).getMessage();
    assertTrue(
        refusal.startsWith(
            "netadapt.recipe.batch-size: training 3 proposals of mobilenet-v3-small-0.25@28 at once"
                + " (netadapt.workers) in"),
        refusal);
  }

  private static RunConfig config(String... settings) {
    return RunConfig.of(ConfigSource.defaults().with(List.of(settings)));
  }

  /** What so many proposals of the network take at once. */
  private static long bytes(RunConfig config, int count) {
    return TrainingMemory.of(NETWORK, config.netAdapt().recipe())
        .sideBySide(count)
        .bytes(config.netAdapt().recipe().batchSize());
  }

  private static int workers(long free, RunConfig config) {
    return new MemoryCheck(OptionalLong.of(free))
        .workers(config.netAdapt(), config.torch(), NETWORK);
  }

  private static void require(long free, RunConfig config) {
    new MemoryCheck(OptionalLong.of(free))
        .requireEnough(config.netAdapt(), config.torch(), NETWORK);
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
