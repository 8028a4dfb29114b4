package io.hwnas.netadapt;

import static io.hwnas.netadapt.Shrinkings.LATENCY;
import static io.hwnas.netadapt.Shrinkings.SETTINGS;
import static io.hwnas.netadapt.Shrinkings.exchanging;
import static io.hwnas.netadapt.Shrinkings.fresh;
import static io.hwnas.netadapt.Shrinkings.method;
import static io.hwnas.netadapt.Shrinkings.nudge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.space.InvalidInputException;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTests {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void several_workers_find_what_one_does(int workers) {
    NetAdapt screened = method().screened(new Screening(3, Shrinkings::magnitude));
    assertEquals(
        fresh(folder.resolve("one"), screened),
        fresh(folder.resolve("several"), screened.withWorkers(workers)));
  }

  @Test
  void several_workers_find_what_one_does_by_exchanges() {
    assertEquals(
        fresh(folder.resolve("one"), exchanging(Shrinkings::nudge)),
        fresh(folder.resolve("several"), exchanging(Shrinkings::nudge).withWorkers(2)));
  }

  @Test
  void two_proposals_are_tuned_at_the_same_time() {
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger met = new AtomicInteger();
    NetAdapt method =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              if (begun.getAndIncrement() < 2) {
                await(both);
                met.incrementAndGet();
              }
              return nudge(graph, weights, seed);
            },
            Shrinkings::magnitude);
    fresh(folder, method.withWorkers(2));
    assertEquals(2, met.get());
  }

  @Test
  void bad_input_in_one_ends_the_run_when_the_others_have_ended() {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger running = new AtomicInteger();
    NetAdapt failing =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              running.incrementAndGet();
              try {
                if (begun.getAndIncrement() == 0) {
                  throw new InvalidInputException("data.zip: no such file");
                }
                return nudge(graph, weights, seed);
              } finally {
                running.decrementAndGet();
              }
            },
            Shrinkings::magnitude);
    InvalidInputException thrown =
        assertThrows(InvalidInputException.class, () -> fresh(folder, failing.withWorkers(2)));
    assertEquals("data.zip: no such file", thrown.getMessage());
    assertEquals(0, running.get());
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("nobody came", e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 9, 16})
  void a_killed_run_of_several_workers_resumes_to_the_unbroken_run(int killedAfter) {
    NetAdaptResult unbroken = fresh(folder.resolve("whole"), method().withWorkers(2));
    NetAdapt dying =
        new NetAdapt(SETTINGS, LATENCY, Shrinkings.dyingAt(killedAfter), Shrinkings::magnitude)
            .withWorkers(2);
    Path broken = folder.resolve("broken");
    assertThrows(Shrinkings.Killed.class, () -> fresh(broken, dying));
    assertEquals(unbroken, fresh(broken, method().withWorkers(2)));
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 1", "5, 2, 1", "9, 1, 3", "16, 4, 2"})
  void a_killed_run_goes_on_with_another_number_of_workers_to_the_same_end(
      int killedAfter, int before, int after) {
    NetAdaptResult unbroken = fresh(folder.resolve("whole"), method());
    NetAdapt dying =
        new NetAdapt(SETTINGS, LATENCY, Shrinkings.dyingAt(killedAfter), Shrinkings::magnitude)
            .withWorkers(before);
    Path broken = folder.resolve("broken");
    assertThrows(Shrinkings.Killed.class, () -> fresh(broken, dying));
    assertEquals(unbroken, fresh(broken, method().withWorkers(after)));
  }

  @Test
  void a_killed_run_by_exchanges_goes_on_with_another_number_of_workers_to_the_same_end() {
    NetAdaptResult unbroken = fresh(folder.resolve("whole"), exchanging(Shrinkings::nudge));
    Path broken = folder.resolve("broken");
    NetAdapt dying = exchanging(Shrinkings.dyingAt(9)).withWorkers(3);
    assertThrows(Shrinkings.Killed.class, () -> fresh(broken, dying));
    assertEquals(unbroken, fresh(broken, exchanging(Shrinkings::nudge).withWorkers(2)));
  }

  @Test
  void there_must_be_a_worker() {
    assertThrows(InvalidInputException.class, () -> method().withWorkers(0));
  }
}
