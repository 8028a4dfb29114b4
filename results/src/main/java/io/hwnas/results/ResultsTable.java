package io.hwnas.results;

import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * All trials of a run as one CSV file (RFC 4180): a line a trial, a column a score, empty where a
 * trial has none.
 */
public final class ResultsTable {
  /** The file's name in a run's folder. */
  public static final String FILE = "results.csv";

  private static final double NANOS = 1e9;

  private ResultsTable() {}

  /**
   * Writes the file.
   *
   * @param file where to
   * @param trials what to write, in this order
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, List<Trial> trials) {
    Set<String> scores = new LinkedHashSet<>();
    trials.forEach(trial -> trial.state().scores().forEach(score -> scores.add(score.name())));
    StringBuilder text = new StringBuilder("trial,stage,state");
    scores.forEach(score -> text.append(',').append(quoted(score)));
    text.append(",seconds,decisions\r\n");
    trials.forEach(trial -> text.append(line(trial, scores)).append("\r\n"));
    try {
      AtomicFiles.writeString(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Trial trial, Set<String> scores) {
    List<String> cells = new ArrayList<>();
    cells.add(Long.toString(trial.id()));
    cells.add(quoted(trial.spec().stage()));
    cells.add(trial.state().label());
    for (String score : scores) {
      OptionalDouble value = trial.score(score);
      cells.add(value.isPresent() ? Double.toString(value.getAsDouble()) : "");
    }
    cells.add(String.format(Locale.ROOT, "%.6f", trial.state().elapsed().toNanos() / NANOS));
    cells.add(TrialSpec.text(trial.spec().decisions()));
    return String.join(",", cells);
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_.-]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
