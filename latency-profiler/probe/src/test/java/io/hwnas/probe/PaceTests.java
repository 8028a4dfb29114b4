package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTests {
  private final AtomicLong millis = new AtomicLong(-5_000);
  private final Pace pace = new Pace(() -> TimeUnit.MILLISECONDS.toNanos(millis.get()));

  private boolean isSlow(double sentinelMillis, long afterMillis) {
    millis.addAndGet(afterMillis);
    return pace.isSlow(sentinelMillis);
  }

  /** Looks every half a second; returns how often it was slow. */
  private int slowLooks(double sentinelMillis, int looks) {
    int slow = 0;
    for (int look = 0; look < looks; look++) {
      slow += isSlow(sentinelMillis, 500) ? 1 : 0;
    }
    return slow;
  }

  @Test
  void aSentinelThatTakesLongerThanItCanIsSlow() {
    assertFalse(isSlow(1, 0));
    assertFalse(isSlow(1.2, 500));
    assertTrue(isSlow(1.3, 500));
    assertFalse(isSlow(0.9, 500));
    assertTrue(isSlow(1.2, 500));
  }

  @Test
  void aMinuteOfSomethingElseIsNoNewPace() {
    isSlow(1, 0);
    assertEquals(120, slowLooks(1.6, 120));
    assertFalse(isSlow(1.2, 500));
  }

  @Test
  void aProcessorThatCannotKeepItsClockIsSlowForTwoMinutesAtMost() {
    isSlow(1, 0);
    slowLooks(1.5, 240);
    assertFalse(isSlow(1.5, 500));
    assertTrue(isSlow(2, 500));
  }

  @Test
  void aPauseInWhichNothingIsMeasuredMakesNothingForgotten() {
    isSlow(1, 0);
    assertTrue(isSlow(1.6, 600_000));
  }
}
