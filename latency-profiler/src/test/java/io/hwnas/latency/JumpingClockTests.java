package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.MachineClocks;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.Measurer;
import io.hwnas.probe.MeasuringTask;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.InvalidInputException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JumpingClockTests {
  private static final TableProtocol PROTOCOL =
      new TableProtocol(1, 1, Optional.empty(), 1, 0, 2, 2, new TimingProtocol(1, 1, 0, 1));

  private final MeasuringTask task = TablePlan.of(Spaces.smallSource(), PROTOCOL, 1).tasks().get(0);
  private final FakeRuntime runtime = new FakeRuntime();
  private final MeasurementLog log = MeasurementLog.inMemory();

  /** Seconds by which the wall clock is set, each time that it is looked at. */
  private final Deque<Long> jumps = new ArrayDeque<>();

  private long wallMillis;

  private final Measurer measurer =
      new Measurer(runtime, log, new MachineClocks(() -> 0, this::nextMillis));

  private long nextMillis() {
    wallMillis += 1000 * (jumps.isEmpty() ? 0 : jumps.remove());
    return wallMillis;
  }

  @Test
  void aTaskDuringWhichTheClockJumpedIsMeasuredAnew() {
    jumps.addAll(List.of(0L, -3600L));
    List<List<Double>> values = measurer.values(task);
    assertEquals(2 * task.networks().size(), runtime.profiled);
    assertEquals(values, measurer.values(task));
    assertEquals(2 * task.networks().size(), runtime.profiled);
  }

  @Test
  void aClockThatKeepsJumpingIsOneMessageAndNothingIsRecorded() {
    jumps.addAll(List.of(0L, 60L, 0L, 60L, 0L, 60L));
    String message =
        assertThrows(InvalidInputException.class, () -> measurer.values(task)).getMessage();
    assertEquals(
        task.key()
            + ": the clock jumped each of 3 times that this was measured, lastly by 60.0 s against"
            + " the monotonic clock; let nothing set the time or suspend the machine meanwhile, and"
            + " measure again",
        message);
    int profiled = runtime.profiled;
    measurer.values(task);
    assertTrue(runtime.profiled > profiled);
  }
}
