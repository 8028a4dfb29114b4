package io.hwnas.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * A writer that a signal can have a last line of: what other threads, which work on until the
 * process ends, write after it is dropped.
 */
final class LastLine extends Writer {
  private final PrintWriter to;
  private boolean said;

  LastLine(PrintWriter to) {
    this.to = to;
  }

  /**
   * Writes the last line. A {@link PrintWriter} around this writer holds its lock while it prints a
   * line, so that this one stands in no other's middle.
   *
   * @param line the line
   */
  void say(String line) {
    synchronized (lock) {
      to.println(line);
      to.flush();
      said = true;
    }
  }

  @Override
  public void write(char[] text, int from, int length) {
    synchronized (lock) {
      if (!said) {
        to.write(text, from, length);
      }
    }
  }

  @Override
  public void flush() {
    to.flush();
  }

  @Override
  public void close() throws IOException {
    to.close();
  }
}
