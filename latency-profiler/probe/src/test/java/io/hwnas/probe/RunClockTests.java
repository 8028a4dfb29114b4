package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class RunClockTests {
  private final AtomicLong nanos = new AtomicLong(7);
  private final LongSupplier time = () -> nanos.addAndGet(100);

  private long stepOf(long step) {
    return RunClock.stepNanos(() -> nanos.addAndGet(100) / step * step, time);
  }

  @Test
  void theStepOfAFineClockIsSmall() {
    assertTrue(stepOf(1) <= 1_000);
  }

  @Test
  void theStepOfACoarseClockIsFound() {
    assertEquals(15_625_000, stepOf(15_625_000), 1_000);
  }

  @Test
  void aClockThatStandsStillIsNotWaitedForLong() {
    assertTrue(RunClock.stepNanos(() -> 0, time) >= 50_000_000);
    assertTrue(nanos.get() < 60_000_000);
  }
}
