package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.results.Adaptation;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * NetAdapt's way as a program, a spreadsheet and a person read it.
 *
 * @param way the way
 */
record AdaptationView(Adaptation way) {
  /** The file's name within a run. */
  static final String FILE = "netadapt.csv";

  private static final Pattern SPACED = Pattern.compile(" ([a-z])");

  /** Returns one object a step, beginning with the first network. */
  ArrayNode json() {
    ArrayNode steps = Json.array();
    for (Adaptation.Step step : way.steps()) {
      ObjectNode node = steps.addObject().put("step", step.step()).put("change", step.change());
      node.put(scoreKey(), step.score())
          .put("predictedMillis", step.predictedMillis())
          .put("promisedMillis", step.promisedMillis());
      node.put("cutMillis", step.cutMillis()).put("cumulativeCut", cumulativeCut(step));
      step.check()
          .ifPresent(
              check ->
                  node.put("measuredMillis", check.measuredMillis())
                      .put("measuredErrorMillis", check.measuredErrorMillis())
                      .put("measuredCut", measuredCut(check))
                      .put("checkedPredictionMillis", check.predictedMillis())
                      .put("uncertaintyMillis", check.allowedMillis())
                      .put("level", check.level())
                      .put("recalibrated", check.recalibrated())
                      .put("calibration", check.calibration()));
    }
    return steps;
  }

  /** Returns the score's name as a key of JSON, such as {@code retainedNorm}. */
  String scoreKey() {
    return SPACED.matcher(way.score()).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }

  private double cumulativeCut(Adaptation.Step step) {
    return 1 - step.predictedMillis() / way.first().predictedMillis();
  }

  private double measuredCut(Adaptation.Check check) {
    return 1 - check.measuredMillis() / way.first().predictedMillis();
  }

  /** Returns the steps as a table, and a line for each step that calibrated predictions anew. */
  String text() {
    TextTable table =
        new TextTable(
            "step", "change", way.score(), "predicted", "cut", "measured", "measured cut");
    List<String> notes = new ArrayList<>();
    for (Adaptation.Step step : way.steps()) {
      table.row(
          Integer.toString(step.step()),
          step.change(),
          Units.percent(step.score()),
          Units.millis(step.predictedMillis()),
          Units.percent(cumulativeCut(step)),
          step.check().map(AdaptationView::measured).orElse(""),
          step.check().map(check -> Units.percent(measuredCut(check))).orElse(""));
      step.check()
          .filter(Adaptation.Check::recalibrated)
          .ifPresent(check -> notes.add(recalibrated(step, check)));
    }
    return table.render() + String.join("", notes);
  }

  private static String measured(Adaptation.Check check) {
    return "%s ± %s"
        .formatted(Units.millis(check.measuredMillis()), Units.millis(check.measuredErrorMillis()));
  }

  /**
   * Holds the last network against a budget: by prediction, and by the clock where it was timed,
   * with one standard error.
   */
  String latencyText(double budgetMillis) {
    Adaptation.Step last = way.last();
    String predicted =
        "predicted %s of %s"
            .formatted(Units.millis(last.predictedMillis()), Units.millis(budgetMillis));
    return last.check()
        .map(
            check ->
                "%s, measured %s%s"
                    .formatted(
                        predicted,
                        measured(check),
                        check.measuredMillis() > budgetMillis ? ", above the budget" : ""))
        .orElse(predicted);
  }

  private static String recalibrated(Adaptation.Step step, Adaptation.Check check) {
    return "step %d: measured farther from the prediction than ± %s: predictions are the table's times %.3f since%n"
        .formatted(step.step(), Units.millis(check.allowedMillis()), check.calibration());
  }

  /** Writes the steps as comma-separated values. */
  void write(Path file) {
    StringBuilder text =
        new StringBuilder(
                "step,change,%s,predictedMillis,promisedMillis,cutMillis,cumulativeCut"
                    .formatted(scoreKey()))
            .append(",measuredMillis,measuredErrorMillis,measuredCut,uncertaintyMillis,level")
            .append(",recalibrated,calibration\r\n");
    for (Adaptation.Step step : way.steps()) {
      text.append(step.step())
          .append(",\"")
          .append(step.change().replace("\"", "\"\""))
          .append("\",")
          .append(step.score())
          .append(',')
          .append(step.predictedMillis())
          .append(',')
          .append(step.promisedMillis())
          .append(',')
          .append(step.cutMillis())
          .append(',')
          .append(cumulativeCut(step))
          .append(',')
          .append(step.check().map(this::cells).orElse(",,,,,,"))
          .append("\r\n");
    }
    try {
      AtomicFiles.writeString(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String cells(Adaptation.Check check) {
    return "%s,%s,%s,%s,%s,%s,%s"
        .formatted(
            check.measuredMillis(),
            check.measuredErrorMillis(),
            measuredCut(check),
            check.allowedMillis(),
            check.level(),
            check.recalibrated(),
            check.calibration());
  }
}
