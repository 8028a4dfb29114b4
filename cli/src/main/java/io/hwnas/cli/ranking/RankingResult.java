package io.hwnas.cli.ranking;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How well evaluators order networks, and at what cost.
 *
 * @param space the space's name
 * @param seed what drew the networks
 * @param networks the networks with their true accuracies
 * @param rows one for each order
 */
public record RankingResult(String space, long seed, RankedNetworks networks, List<Row> rows) {
  /**
   * One order, by an evaluator or several.
   *
   * @param evaluator its name
   * @param scores what was said of each network
   * @param correlation how far the order is the true one
   * @param training what training it took
   * @param scoringSeconds how long scoring took
   */
  record Row(
      String evaluator,
      List<Double> scores,
      RankCorrelation correlation,
      ReadyEvaluator.Training training,
      double scoringSeconds) {
    Row {
      scores = List.copyOf(scores);
    }
  }

  /** Copies the list. */
  public RankingResult {
    rows = List.copyOf(rows);
  }

  /**
   * Returns the result for a program.
   *
   * @return an object with an entry for each evaluator
   */
  public ObjectNode json() {
    ObjectNode tree =
        Json.object()
            .put("space", space)
            .put("seed", seed)
            .put("networks", networks.vectors().size());
    ArrayNode evaluators = tree.putArray("evaluators");
    for (Row row : rows) {
      evaluators
          .addObject()
          .put("evaluator", row.evaluator())
          .put("kendallTau", row.correlation().kendallTau())
          .put("kendallTauLow", row.correlation().low())
          .put("kendallTauHigh", row.correlation().high())
          .put("spearmanRho", row.correlation().spearmanRho())
          .put("trainingSeconds", row.training().seconds())
          .put("trainingSteps", row.training().steps())
          .put("trainingImages", row.training().images())
          .put("scoringSeconds", row.scoringSeconds());
    }
    return tree;
  }

  /**
   * Returns the result for a person.
   *
   * @return a table with a row for each evaluator
   */
  public String text() {
    TextTable table =
        new TextTable("evaluator", "τ", "95 % interval", "ρ", "training", "path-images", "scoring");
    for (Row row : rows) {
      table.row(
          row.evaluator(),
          three(row.correlation().kendallTau()),
          three(row.correlation().low()) + " – " + three(row.correlation().high()),
          three(row.correlation().spearmanRho()),
          seconds(row.training().seconds()),
          Units.count(row.training().images()),
          seconds(row.scoringSeconds()));
    }
    return table.render()
        + "%s networks of %s, seed %d%n"
            .formatted(Units.count(networks.vectors().size()), space, seed);
  }

  /** Writes every network's true accuracy and scores as a table. */
  void writeScores(Path file) {
    StringBuilder text = new StringBuilder("decisions,accuracy");
    rows.forEach(row -> text.append(',').append(row.evaluator()));
    for (int i = 0; i < networks.vectors().size(); i++) {
      text.append("\r\n")
          .append(
              networks.vectors().get(i).choices().stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(" ")))
          .append(',')
          .append(networks.truth().get(i));
      for (Row row : rows) {
        text.append(',').append(row.scores().get(i));
      }
    }
    try {
      AtomicFiles.writeString(file, text.append("\r\n").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String three(double correlation) {
    return String.format(Locale.ROOT, "%.3f", correlation);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
