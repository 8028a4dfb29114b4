package io.hwnas.cli.progress;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/** Where progress and notes for a person go: standard error, never mixed with results. */
public final class Console {
  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanoClock;

  /**
   * Creates a console.
   *
   * @param err where to print
   * @param terminal whether a person watches: bars that redraw themselves, not lines
   * @param nanoClock the time in nanoseconds, from any fixed moment
   */
  public Console(PrintWriter err, boolean terminal, LongSupplier nanoClock) {
    this.err = err;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
  }

  /**
   * Returns the console of this process; the launcher says whether standard error is a terminal.
   *
   * @param err standard error
   * @return the console
   */
  public static Console ofProcess(PrintWriter err) {
    return new Console(err, Boolean.getBoolean("hwnas.terminal"), System::nanoTime);
  }

  /**
   * Prints one line.
   *
   * @param line the line
   */
  public void note(String line) {
    err.println(line);
    err.flush();
  }

  /**
   * Begins to show the progress of one piece of work.
   *
   * @param name what is done, in a few words
   * @return its progress, to be closed when the work ends
   */
  public StageProgress stage(String name) {
    return terminal ? new BarProgress(name, err) : new LineProgress(name, this::note, nanoClock);
  }
}
