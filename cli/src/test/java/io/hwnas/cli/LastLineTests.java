package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class LastLineTests {
  private final StringWriter stream = new StringWriter();
  private final LastLine last = new LastLine(new PrintWriter(stream));
  private final PrintWriter err = new PrintWriter(last, true);

  @Test
  void what_is_written_before_the_last_line_is_passed_on() {
    err.println("one");
    last.say("last");
    assertEquals("one%nlast%n".formatted(), stream.toString());
  }

  @Test
  void what_is_written_after_the_last_line_is_dropped() {
    last.say("last");
    err.println("two");
    err.print("\rthree");
    err.flush();
    assertEquals("last%n".formatted(), stream.toString());
  }
}
