package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.evaluator.ResolutionSchedule.Phase;
import io.hwnas.space.InvalidInputException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ResolutionScheduleTests {
  private static final ResolutionSchedule GROWING =
      new ResolutionSchedule(List.of(new Phase(6, 0.4), new Phase(12, 0.6)));

  @Test
  void eachResolutionLastsForItsShare() {
    assertEquals(OptionalInt.of(6), GROWING.pixels(0));
    assertEquals(OptionalInt.of(6), GROWING.pixels(0.39));
    assertEquals(OptionalInt.of(12), GROWING.pixels(0.4));
    assertEquals(OptionalInt.of(12), GROWING.pixels(1));
    assertEquals(OptionalInt.empty(), ResolutionSchedule.CONSTANT.pixels(0.5));
  }

  @Test
  void sharesAddUpToOne() {
    refused("must add up to 1, not to 0.9", new Phase(6, 0.4), new Phase(12, 0.5));
    refused("must add up to 1, not to 1.1", new Phase(6, 0.5), new Phase(12, 0.6));
    assertDoesNotThrow(
        () ->
            new ResolutionSchedule(
                List.of(new Phase(4, 0.1), new Phase(6, 0.2), new Phase(12, 0.7))));
  }

  @Test
  void resolutionsGrow() {
    refused("must grow, but 6 follows 12", new Phase(12, 0.5), new Phase(6, 0.5));
    refused("must grow, but 6 follows 6", new Phase(6, 0.5), new Phase(6, 0.5));
  }

  @Test
  void theLastIsTheSpacesOwn() {
    assertDoesNotThrow(() -> GROWING.requireFits(TinyTask.SPACE));
    ResolutionSchedule tooSmall =
        new ResolutionSchedule(List.of(new Phase(4, 0.4), new Phase(6, 0.6)));
    String refusal =
        assertThrows(InvalidInputException.class, () -> tooSmall.requireFits(TinyTask.SPACE))
            .getMessage();
    assertTrue(refusal.contains("the 12 pixels that the networks of tiny take, not 6"), refusal);
  }

  @Test
  void aSpaceThatLeavesTheResolutionOpenIsRefused() {
    String refusal =
        assertThrows(
                InvalidInputException.class,
                () -> GROWING.requireFits(TinyTask.SPACE.atResolutions(List.of(8, 12))))
            .getMessage();
    assertTrue(refusal.contains("leaves the resolution open"), refusal);
  }

  private static void refused(String reason, Phase... phases) {
    String refusal =
        assertThrows(InvalidInputException.class, () -> new ResolutionSchedule(List.of(phases)))
            .getMessage();
    assertTrue(refusal.contains(reason), refusal);
  }
}
