package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OtherProgramsTests {
  @Test
  void whatAllProcessorsDidIsAllButIdlingAndWaitingForDevices() {
    assertEquals(
        1 + 2 + 4 + 32 + 64 + 128,
        OtherPrograms.busy("cpu  1 2 4 8 16 32 64 128 256 512\ncpu0 1 1 1 1 1 1 1 1 1 1\n"));
  }

  @Test
  void whatThisProcessDidStandsAfterItsNameWhateverThatHolds() {
    assertEquals(
        30, OtherPrograms.own("7 (a) b (c) R 1 1 1 0 -1 4194304 102 0 0 0 10 20 40 80 20 0 1"));
  }

  @Test
  void othersNeverUseLessThanNothing() {
    assertTrue(OtherPrograms.watch().cores() >= 0);
  }
}
