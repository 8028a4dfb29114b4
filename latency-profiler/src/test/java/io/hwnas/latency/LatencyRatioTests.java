package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.TimingProtocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyRatioTests {
  /** A network timed in sessions of these times. */
  private static LatencyMeasurement timed(String name, double... millis) {
    List<List<Double>> sessions = new ArrayList<>();
    for (double time : millis) {
      sessions.add(List.of(0.0, time, time, time));
    }
    return LatencyMeasurement.of(name, sessions);
  }

  @Test
  void whatMovesTheMachineBetweenSessionsMovesNoRatio() {
    LatencyRatio ratio =
        LatencyRatio.of(
            timed("one", 0.8, 1.12, 0.96, 0.8, 0.8), timed("other", 1.0, 1.4, 1.2, 1.0, 1.0));
    assertEquals(0.8, ratio.value(), 1e-12);
    assertTrue(ratio.standardError() < 0.003);
  }

  @Test
  void sessionsThatDisagreeAreDoubted() {
    LatencyRatio ratio =
        LatencyRatio.of(timed("one", 0.9, 1.0, 1.1, 1.0), timed("other", 1, 1, 1, 1));
    assertEquals(1, ratio.value(), 1e-12);
    // 1.2533 times the deviation, 0.0816, over the root of 4.
    assertEquals(0.0512, ratio.standardError(), 1e-4);
  }

  @Test
  void fewSessionsAreNotTakenForExact() {
    assertEquals(0.01, LatencyRatio.of(timed("one", 1), timed("other", 2)).standardError());
    assertEquals(
        0.01, LatencyRatio.of(timed("one", 1, 1, 1, 1), timed("o", 1, 1, 1, 1)).standardError());
  }

  @Test
  void networksOfOtherSessionsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> LatencyRatio.of(timed("one", 1, 1), timed("other", 1)));
  }

  @Test
  void networksAreKnownWhenEachRatioIs() {
    LatencyMeasurement first = timed("first", 1, 1.2, 1.1, 1.3, 1);
    LatencyMeasurement steady = timed("steady", 2, 2.4, 2.2, 2.6, 2);
    LatencyMeasurement unsteady = timed("unsteady", 2, 2.6, 2.2, 2.3, 2);
    assertTrue(LatencyRatio.known(2, 0.005).test(List.of(first, steady, unsteady)));
    assertFalse(LatencyRatio.known(3, 0.005).test(List.of(first, steady, unsteady)));
    // Twice as slow or nearly so, it is slower.
    assertTrue(LatencyRatio.decided(3, 0.005).test(List.of(first, steady, unsteady)));
    assertFalse(
        LatencyRatio.decided(2, 0.005)
            .test(List.of(first, timed("near", 1.05, 1.15, 1.1, 1.3, 1))));
  }

  @Test
  void slowNetworksAreTimedInFewerSessions() {
    TimingProtocol protocol = new TimingProtocol(10, 12, 2, 3);
    assertEquals(8, LatencyRatio.mostRounds(protocol, 0.5));
    assertEquals(3, LatencyRatio.mostRounds(protocol, 18));
    assertEquals(1, LatencyRatio.mostRounds(protocol, 500));
  }
}
