package io.hwnas.cli.progress;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws its line, with the time left. */
final class BarProgress implements StageProgress {
  private static final int COLUMNS = 79;

  private final String name;
  private final PrintWriter err;
  private ProgressBar bar;

  BarProgress(String name, PrintWriter err) {
    this.name = name;
    this.err = err;
  }

  @Override
  public void update(long done, long total, String detail) {
    if (bar == null) {
      bar = open(Math.max(0, done - 1), total);
    }
    bar.maxHint(total);
    bar.stepTo(done);
    bar.setExtraMessage(detail);
  }

  /** Starts at the work that is already done, so that the time left is that of this process. */
  private ProgressBar open(long done, long total) {
    return ProgressBar.builder()
        .setTaskName(name)
        .setInitialMax(total)
        .startsFrom(done, Duration.ZERO)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(500)
        .setConsumer(new DelegatingProgressBarConsumer(this::draw, COLUMNS))
        .build();
  }

  private void draw(String line) {
    err.print('\r' + line);
    err.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      err.println();
      err.flush();
    }
  }
}
