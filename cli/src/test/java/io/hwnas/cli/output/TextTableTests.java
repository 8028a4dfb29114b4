package io.hwnas.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class TextTableTests {
  @Test
  void figures_are_aligned_right_and_words_left() {
    String text =
        new TextTable("network", "params")
            .row("mobilenet-v2", Units.count(3504872))
            .row("ρ", "1")
            .render();
    assertEquals(
        """
        network          params
        mobilenet-v2  3,504,872
        ρ                     1
        """,
        text);
  }

  @Test
  void a_row_must_have_a_cell_for_each_heading() {
    TextTable table = new TextTable("a", "b");
    assertThrows(IllegalArgumentException.class, () -> table.row("1"));
  }

  @Test
  void figures_carry_their_units() {
    assertEquals("0.318 ms", Units.millis(0.3181));
    assertEquals("12.35 ms", Units.millis(12.3456));
    assertEquals("91.27 %", Units.percent(0.91274));
    assertEquals("1.5 KiB", Units.bytes(1536));
    assertEquals("4.50 MiB", Units.bytes(4718592));
  }
}
