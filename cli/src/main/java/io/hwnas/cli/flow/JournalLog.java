package io.hwnas.cli.flow;

import io.hwnas.probe.MeasurementLog;
import io.hwnas.results.Journal;
import java.util.List;
import java.util.Optional;

/** Keeps what the latency profiler measures in a run's journal. */
public final class JournalLog implements MeasurementLog {
  private static final String PREFIX = "latency/";

  private final Journal journal;

  /**
   * Creates the log.
   *
   * @param journal where the values are kept, under {@code latency/…}
   */
  public JournalLog(Journal journal) {
    this.journal = journal;
  }

  @Override
  public Optional<List<Double>> recall(String key) {
    return journal.recallNumbers(PREFIX + key);
  }

  @Override
  public void record(String key, List<Double> values) {
    journal.recordNumbers(PREFIX + key, values);
  }
}
