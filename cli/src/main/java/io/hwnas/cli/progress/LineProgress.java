package io.hwnas.cli.progress;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One line now and then: when a tenth of the work is done, or twenty seconds have passed. */
final class LineProgress implements StageProgress {
  private static final long QUIET_NANOS = 20_000_000_000L;
  private static final int PARTS = 10;

  /** From so much of the work, a hundredth, the time that the rest takes can be told. */
  private static final int KNOWN_PART = 100;

  private final String name;
  private final Consumer<String> line;
  private final LongSupplier nanoClock;
  private final long startNanos;
  private long startDone = -1;
  private long lastNanos;
  private long lastPart;

  LineProgress(String name, Consumer<String> line, LongSupplier nanoClock) {
    this.name = name;
    this.line = line;
    this.nanoClock = nanoClock;
    this.startNanos = nanoClock.getAsLong();
    this.lastNanos = startNanos;
  }

  @Override
  public void update(long done, long total, String detail) {
    long part = total == 0 ? PARTS : PARTS * done / total;
    if (startDone < 0) {
      startDone = Math.max(0, done - 1);
      lastPart = total == 0 ? 0 : PARTS * startDone / total;
    }
    long now = nanoClock.getAsLong();
    if (part == lastPart && now - lastNanos < QUIET_NANOS) {
      return;
    }
    lastPart = part;
    lastNanos = now;
    StringBuilder text = new StringBuilder("%s: %d of %d".formatted(name, done, total));
    if (!detail.isEmpty()) {
      text.append(", ").append(detail);
    }
    if (done < total && KNOWN_PART * (done - startDone) >= total) {
      text.append(", about ").append(timeLeft(now, done, total)).append(" left");
    }
    line.accept(text.toString());
  }

  private String timeLeft(long now, long done, long total) {
    double nanosEach = (now - startNanos) / (double) (done - startDone);
    long seconds = Math.round(nanosEach * (total - done) / 1e9);
    return seconds < 90 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
