package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.results.LatencyFigure;
import io.hwnas.results.LatencyPrediction;
import io.hwnas.results.NetworkFigures;
import io.hwnas.results.ReportData.PredictionCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The end of a run: the found network beside the baseline.
 *
 * @param found the found network
 * @param baseline the baseline
 * @param finalists predicted and measured latency of the networks that the search ended with
 * @param level the machine's level while both were timed: predicted latencies are the table's times
 *     this
 * @param tolerance how much slower than the found network the baseline may be, as a fraction
 */
public record Comparison(
    NetworkFigures found,
    NetworkFigures baseline,
    List<PredictionCheck> finalists,
    double level,
    double tolerance) {
  private static final String LEVEL = "level";
  private static final String TABLE_MILLIS = "tableMillis";
  private static final String LATENCY_MILLIS = "latencyMillis";
  private static final String PREDICTED_MILLIS = "predictedMillis";
  private static final String FINALISTS = "finalists";

  /** Label of the found network. */
  static final String FOUND = "found";

  /** Label of the baseline. */
  static final String BASELINE = "baseline";

  private static final String TOLERANCE = "tolerance";

  /** Reads what {@link #json} wrote. */
  static Comparison of(JsonNode tree) {
    return new Comparison(
        figures(FOUND, tree.get(FOUND), tree.get(LEVEL).asDouble()),
        figures(BASELINE, tree.get(BASELINE), tree.get(LEVEL).asDouble()),
        checks(tree.path(FINALISTS)),
        tree.get(LEVEL).asDouble(),
        tree.get(TOLERANCE).asDouble());
  }

  private static List<PredictionCheck> checks(JsonNode tree) {
    List<PredictionCheck> checks = new ArrayList<>();
    for (JsonNode check : tree) {
      checks.add(
          new PredictionCheck(
              check.get("name").asText(),
              check.get(PREDICTED_MILLIS).asDouble(),
              check.get(LATENCY_MILLIS).asDouble()));
    }
    return List.copyOf(checks);
  }

  private static NetworkFigures figures(String label, JsonNode tree, double level) {
    return new NetworkFigures(
        label,
        tree.get("network").asText(),
        tree.get("testTop1").asDouble(),
        new LatencyFigure(
            tree.get(LATENCY_MILLIS).asDouble(),
            tree.get("lowerQuartileMillis").asDouble(),
            tree.get("upperQuartileMillis").asDouble()),
        tree.has(TABLE_MILLIS)
            ? Optional.of(new LatencyPrediction(tree.get(TABLE_MILLIS).asDouble(), level))
            : Optional.empty(),
        tree.get("madds").asLong(),
        tree.get("params").asLong());
  }

  /**
   * Returns both, the found network first.
   *
   * @return both networks
   */
  public List<NetworkFigures> both() {
    return List.of(found, baseline);
  }

  /**
   * Returns by how much the baseline was measured to be slower than the found network.
   *
   * @return the difference, as a fraction of the found network's latency
   */
  public double baselineSlower() {
    return baseline.latency().medianMillis() / found.latency().medianMillis() - 1;
  }

  /**
   * Tells whether the baseline is as slow as the found network, within the tolerance.
   *
   * @return false where no width of the baseline lay near enough
   */
  public boolean latencyMatched() {
    return baselineSlower() <= tolerance;
  }

  /**
   * Returns the comparison for a program.
   *
   * @return an object of {@code found} and {@code baseline}, of how far apart they are, of the
   *     {@code finalists} of the search, and of the {@code level}
   */
  public ObjectNode json() {
    ObjectNode tree = Json.object();
    tree.set(FOUND, json(found));
    tree.set(BASELINE, json(baseline));
    ArrayNode checks = tree.putArray(FINALISTS);
    for (PredictionCheck check : finalists) {
      checks
          .addObject()
          .put("name", check.name())
          .put(PREDICTED_MILLIS, check.predictedMillis())
          .put(LATENCY_MILLIS, check.measuredMillis());
    }
    return tree.put(LEVEL, level)
        .put("baselineSlower", baselineSlower())
        .put(TOLERANCE, tolerance)
        .put("latencyMatched", latencyMatched());
  }

  private String finalistsText() {
    if (finalists.isEmpty()) {
      return "";
    }
    double greatest =
        finalists.stream()
            .mapToDouble(check -> Math.abs(check.predictedMillis() / check.measuredMillis() - 1))
            .max()
            .orElseThrow();
    return "The search's %d finalists, timed whole, were predicted within %s.%n"
        .formatted(finalists.size(), Units.percent(greatest));
  }

  private static ObjectNode json(NetworkFigures figures) {
    ObjectNode tree =
        Json.object()
            .put("network", figures.name())
            .put("testTop1", figures.testTop1())
            .put(LATENCY_MILLIS, figures.latency().medianMillis())
            .put("lowerQuartileMillis", figures.latency().lowerQuartileMillis())
            .put("upperQuartileMillis", figures.latency().upperQuartileMillis());
    figures
        .predicted()
        .ifPresent(
            prediction ->
                tree.put(PREDICTED_MILLIS, prediction.millis())
                    .put(TABLE_MILLIS, prediction.tableMillis()));
    return tree.put("madds", figures.madds()).put("params", figures.params());
  }

  /**
   * Returns the comparison for a person.
   *
   * @return a table of two networks, and a line where their latencies differ too much
   */
  public String text() {
    TextTable table =
        new TextTable(
            "", "network", "test top-1", "latency", "quartiles", "predicted", "MAdds", "params");
    for (NetworkFigures figures : both()) {
      LatencyFigure latency = figures.latency();
      table.row(
          figures.label(),
          figures.name(),
          Units.percent(figures.testTop1()),
          Units.millis(latency.medianMillis()),
          "%s – %s"
              .formatted(
                  Units.millis(latency.lowerQuartileMillis()),
                  Units.millis(latency.upperQuartileMillis())),
          figures.predicted().map(prediction -> Units.millis(prediction.millis())).orElse(""),
          Units.count(figures.madds()),
          Units.count(figures.params()));
    }
    String unmatched =
        latencyMatched()
            ? ""
            : "The baseline is %s slower than the found network, more than the %s allowed: no width lies between.%n"
                .formatted(Units.percent(baselineSlower()), Units.percent(tolerance));
    return table.render()
        + unmatched
        + finalistsText()
        + String.format(
            Locale.ROOT,
            "Predictions are the latency table's times %.3f, the machine's level while both were timed.%n",
            level);
  }
}
