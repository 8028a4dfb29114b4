package io.hwnas.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ConsoleTests {
  private final StringWriter text = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void away_from_a_terminal_each_tenth_of_the_work_gets_one_line_with_the_time_left() {
    try (StageProgress progress = console(false).stage("supernet")) {
      for (int step = 1; step <= 1000; step++) {
        nanos.addAndGet(100_000_000);
        progress.update(step, 1000, "loss 0.5");
      }
    }
    List<String> lines = text.toString().lines().toList();
    assertEquals(10, lines.size());
    assertEquals("supernet: 100 of 1000, loss 0.5, about 2 min left", lines.get(0));
    assertEquals("supernet: 900 of 1000, loss 0.5, about 10 s left", lines.get(8));
    assertEquals("supernet: 1000 of 1000, loss 0.5", lines.get(9));
  }

  @Test
  void slow_work_still_says_something_every_twenty_seconds() {
    try (StageProgress progress = console(false).stage("table")) {
      for (int step = 1; step <= 5; step++) {
        nanos.addAndGet(10_000_000_000L);
        progress.update(step, 300, "");
      }
    }
    assertEquals(
        List.of("table: 2 of 300", "table: 4 of 300, about 49 min left"),
        text.toString().lines().toList());
  }

  @Test
  void before_anything_is_done_no_time_left_is_guessed() {
    try (StageProgress progress = console(false).stage("netadapt")) {
      for (int step = 0; step <= 2; step++) {
        nanos.addAndGet(20_000_000_000L);
        progress.update(6L * step, 1000, "step 1");
      }
    }
    assertEquals(
        List.of(
            "netadapt: 0 of 1000, step 1",
            "netadapt: 6 of 1000, step 1",
            "netadapt: 12 of 1000, step 1, about 82 min left"),
        text.toString().lines().toList());
  }

  @Test
  void the_time_left_of_resumed_work_does_not_count_what_an_earlier_process_did() {
    try (StageProgress progress = console(false).stage("training")) {
      for (int step = 501; step <= 600; step++) {
        nanos.addAndGet(1_000_000_000);
        progress.update(step, 1000, "");
      }
    }
    assertTrue(
        text.toString().lines().toList().contains("training: 600 of 1000, about 7 min left"),
        text::toString);
  }

  @Test
  void on_a_terminal_the_bar_ends_at_all_of_the_work() {
    try (StageProgress progress = console(true).stage("search")) {
      progress.update(1, 4, "");
      progress.update(4, 4, "best 0.91");
    }
    assertTrue(text.toString().contains("100%"), text::toString);
    assertTrue(text.toString().contains("4/4"), text::toString);
  }

  private Console console(boolean terminal) {
    return new Console(new PrintWriter(text), terminal, nanos::get);
  }
}
