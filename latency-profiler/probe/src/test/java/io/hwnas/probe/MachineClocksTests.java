package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineClocksTests {
  private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
  private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
  private final MachineClocks clocks = new MachineClocks(nanos::get, millis::get);

  private double jump(double monotonicSeconds, double wallSeconds) {
    return clocks.jumpSeconds(
        () -> {
          nanos.addAndGet((long) (monotonicSeconds * 1e9));
          millis.addAndGet((long) (wallSeconds * 1e3));
        });
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10, 10", "10, 10.5", "3600, 3603"})
  void clocksThatGoAlikeDoNotJump(double monotonicSeconds, double wallSeconds) {
    assertEquals(0, jump(monotonicSeconds, wallSeconds));
  }

  @ParameterizedTest
  @CsvSource({"10, 13610, 13600", "10, -3590, -3600", "-3600, 10, 3610", "7210, 10, -7200"})
  void aClockThatWasSetJumps(double monotonicSeconds, double wallSeconds, double jumpSeconds) {
    assertEquals(jumpSeconds, jump(monotonicSeconds, wallSeconds), 1e-3);
  }

  @Test
  void theClocksOfThisMachineAreRead() {
    assertEquals(0, MachineClocks.SYSTEM.jumpSeconds(() -> {}));
  }
}
