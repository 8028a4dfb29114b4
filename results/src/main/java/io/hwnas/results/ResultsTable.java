package io.hwnas.results;

import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * All trials of a run as one CSV file (RFC 4180): a line a trial, a column a score, empty where a
 * trial has none, and behind it a column of its standard error where any trial has one.
 */
public final class ResultsTable {
  /** The file's name in a run's folder. */
  public static final String FILE = "results.csv";

  private static final String STANDARD_ERROR = "StandardError";
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
    Set<String> uncertain = new HashSet<>();
    for (Trial trial : trials) {
      for (ObjectiveValue score : trial.state().scores()) {
        scores.add(score.name());
        if (score.uncertainty() > 0) {
          uncertain.add(score.name());
        }
      }
    }
    StringBuilder text = new StringBuilder("trial,stage,state");
    for (String score : scores) {
      text.append(',').append(quoted(score));
      text.append(uncertain.contains(score) ? ',' + quoted(score + STANDARD_ERROR) : "");
    }
    text.append(",seconds,seed,decisions,reason\r\n");
    trials.forEach(trial -> text.append(line(trial, scores, uncertain)).append("\r\n"));
    try {
      AtomicFiles.writeString(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Trial trial, Set<String> scores, Set<String> uncertain) {
    List<String> cells = new ArrayList<>();
    cells.add(Long.toString(trial.id()));
    cells.add(quoted(trial.spec().stage()));
    cells.add(trial.state().label());
    for (String name : scores) {
      Optional<ObjectiveValue> score =
          trial.state().scores().stream().filter(one -> one.name().equals(name)).findFirst();
      cells.add(score.map(one -> Double.toString(one.value())).orElse(""));
      if (uncertain.contains(name)) {
        cells.add(score.map(one -> Double.toString(one.uncertainty())).orElse(""));
      }
    }
    cells.add(String.format(Locale.ROOT, "%.6f", trial.state().elapsed().toNanos() / NANOS));
    cells.add(Long.toString(trial.spec().seed()));
    cells.add(TrialSpec.text(trial.spec().decisions()));
    cells.add(quoted(trial.state().reason()));
    return String.join(",", cells);
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_.-]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
