package io.hwnas.cli.flow;

import io.hwnas.evaluator.TrainingLog;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps how a training of a run goes, as a CSV file (RFC 4180) that lines are appended to.
 *
 * <p>A line that a killed process left unfinished is cut off when the training goes on, and so are
 * those of steps that are made again.
 *
 * @param file the file
 */
record TrainingLogFile(Path file) implements TrainingLog {
  private static final String SUFFIX = "-log.csv";
  private static final String HEADER =
      "step,epochs,loss,validationTop1,imagesPerSecond,residentBytes";
  private static final String END = "\r\n";
  private static final String NUMBER = "([0-9.E+-]+)";
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9]{1,18}),%s,%s,([0-9.E+-]*),%s,([0-9]{1,18})".formatted(NUMBER, NUMBER, NUMBER));

  /** Returns the log of a training by its name. */
  static TrainingLogFile of(RunDirectory run, String training) {
    return new TrainingLogFile(run.file(training + SUFFIX));
  }

  @Override
  public void cutBack(long step) {
    StringBuilder kept = new StringBuilder(HEADER).append(END);
    for (Entry entry : entries()) {
      if (entry.step() <= step) {
        kept.append(line(entry));
      }
    }
    try {
      AtomicFiles.writeString(file, kept.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void add(Entry entry) {
    try {
      Files.writeString(file, line(entry), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Entry entry) {
    return String.join(
            ",",
            Long.toString(entry.step()),
            Float.toString((float) entry.epochs()),
            Float.toString((float) entry.loss()),
            entry.accuracy().isPresent() ? Double.toString(entry.accuracy().getAsDouble()) : "",
            Float.toString((float) entry.imagesPerSecond()),
            Long.toString(entry.residentBytes()))
        + END;
  }

  /** Returns the whole lines; none where there is no file. */
  List<Entry> entries() {
    if (Files.notExists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file);
      List<Entry> entries = new ArrayList<>();
      text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .forEach(line -> entries.add(entry(line)));
      return List.copyOf(entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(Matcher line) {
    return new Entry(
        Long.parseLong(line.group(1)),
        Double.parseDouble(line.group(2)),
        Double.parseDouble(line.group(3)),
        line.group(4).isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Double.parseDouble(line.group(4))),
        Double.parseDouble(line.group(5)),
        Long.parseLong(line.group(6)));
  }
}
