package io.hwnas.evaluator;

import java.util.function.DoubleSupplier;

/** Tells when scoring in the midst of a training takes little of its time. */
final class ScoringPace {
  private static final long LEAST_NANOS = 60_000_000_000L;

  /** How many times as long as a scoring takes the training between two lasts at least. */
  private static final int TIMES = 50;

  private long lastEnd = System.nanoTime();
  private long lastTook;

  boolean due() {
    return System.nanoTime() - lastEnd >= Math.max(LEAST_NANOS, TIMES * lastTook);
  }

  /** Scores, and notes how long that takes. */
  double timed(DoubleSupplier scoring) {
    long start = System.nanoTime();
    double score = scoring.getAsDouble();
    lastEnd = System.nanoTime();
    lastTook = lastEnd - start;
    return score;
  }
}
