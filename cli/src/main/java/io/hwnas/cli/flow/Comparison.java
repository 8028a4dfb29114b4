package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.LatencyRatio;
import io.hwnas.results.LatencyFigure;
import io.hwnas.results.LatencyPrediction;
import io.hwnas.results.NetworkFigures;
import io.hwnas.results.ReportData.PredictionCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The end of a run: the found network beside the baselines.
 *
 * @param found the found network
 * @param baselines what it is held against, at least one
 * @param slower for each of these by how much it was measured to be slower, as a fraction of the
 *     found network's latency: the two compared session by session
 * @param finalists predicted and measured latency of the networks that the search ended with
 * @param level the machine's level while they were timed: predicted latencies are the table's times
 *     this
 * @param tolerance how much slower or faster than the found network a baseline may be, as a
 *     fraction
 * @param ofFirst how many times as long as the network that it was cut from the found one was
 *     measured to take, session by session, where it was cut from one
 */
public record Comparison(
    NetworkFigures found,
    List<NetworkFigures> baselines,
    List<Double> slower,
    List<PredictionCheck> finalists,
    double level,
    double tolerance,
    Optional<LatencyRatio> ofFirst) {
  private static final String LABEL = "label";
  private static final String LEVEL = "level";
  private static final String TABLE_MILLIS = "tableMillis";
  private static final String LATENCY_MILLIS = "latencyMillis";
  private static final String PREDICTED_MILLIS = "predictedMillis";
  private static final String FINALISTS = "finalists";

  /** Label of the found network. */
  static final String FOUND = "found";

  private static final String BASELINE = "baseline";
  private static final String OTHERS = "otherBaselines";
  private static final String SLOWER = "baselineSlower";
  private static final String MATCHED = "latencyMatched";
  private static final String TOLERANCE = "tolerance";
  private static final String OF_FIRST = "ofFirst";
  private static final String RATIO = "ratio";
  private static final String STANDARD_ERROR = "standardError";

  /** Copies the lists. */
  public Comparison {
    baselines = List.copyOf(baselines);
    slower = List.copyOf(slower);
    finalists = List.copyOf(finalists);
  }

  /** Reads what {@link #json} wrote. */
  static Comparison of(JsonNode tree) {
    double level = tree.get(LEVEL).asDouble();
    List<NetworkFigures> baselines = new ArrayList<>();
    List<Double> slower = new ArrayList<>();
    baselines.add(figures(BASELINE, tree.get(BASELINE), level));
    slower.add(tree.get(SLOWER).asDouble());
    for (JsonNode other : tree.path(OTHERS)) {
      baselines.add(figures(other.get(LABEL).asText(), other, level));
      slower.add(other.get(SLOWER).asDouble());
    }
    return new Comparison(
        figures(FOUND, tree.get(FOUND), level),
        baselines,
        slower,
        checks(tree.path(FINALISTS)),
        level,
        tree.get(TOLERANCE).asDouble(),
        ratio(tree.path(OF_FIRST)));
  }

  private static Optional<LatencyRatio> ratio(JsonNode tree) {
    return tree.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new LatencyRatio(tree.get(RATIO).asDouble(), tree.get(STANDARD_ERROR).asDouble()));
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
   * Returns all, the found network first.
   *
   * @return the networks
   */
  public List<NetworkFigures> all() {
    List<NetworkFigures> all = new ArrayList<>();
    all.add(found);
    all.addAll(baselines);
    return List.copyOf(all);
  }

  private double slower(NetworkFigures baseline) {
    return slower.get(baselines.indexOf(baseline));
  }

  /** Whether a baseline takes as long as the found network, within the tolerance. */
  private boolean isMatched(NetworkFigures baseline) {
    return Math.abs(slower(baseline)) <= tolerance;
  }

  /**
   * Returns the comparison for a program.
   *
   * @return an object of {@code found} and the first {@code baseline}, of how far apart they are,
   *     of the other baselines, if any, of the {@code finalists} of the search, of the {@code
   *     level}, and perhaps of the latency as a multiple of that of the network cut from
   */
  public ObjectNode json() {
    ObjectNode tree = Json.object();
    tree.set(FOUND, json(found));
    tree.set(BASELINE, json(baselines.get(0)));
    List<NetworkFigures> others = baselines.subList(1, baselines.size());
    if (!others.isEmpty()) {
      ArrayNode array = tree.putArray(OTHERS);
      others.forEach(other -> array.add(matched(json(other).put(LABEL, other.label()), other)));
    }
    ArrayNode checks = tree.putArray(FINALISTS);
    for (PredictionCheck check : finalists) {
      checks
          .addObject()
          .put("name", check.name())
          .put(PREDICTED_MILLIS, check.predictedMillis())
          .put(LATENCY_MILLIS, check.measuredMillis());
    }
    ofFirst.ifPresent(
        ratio ->
            tree.putObject(OF_FIRST)
                .put(RATIO, ratio.value())
                .put(STANDARD_ERROR, ratio.standardError()));
    return matched(tree.put(LEVEL, level).put(TOLERANCE, tolerance), baselines.get(0));
  }

  private ObjectNode matched(ObjectNode tree, NetworkFigures baseline) {
    return tree.put(SLOWER, slower(baseline)).put(MATCHED, isMatched(baseline));
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
   * @return a table of the networks, and a line for each baseline whose latency differs too much
   */
  public String text() {
    TextTable table =
        new TextTable(
            "", "network", "test top-1", "latency", "quartiles", "predicted", "MAdds", "params");
    for (NetworkFigures figures : all()) {
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
    return table.render()
        + baselines.stream().map(this::unmatchedText).collect(Collectors.joining())
        + finalistsText()
        + ofFirst.map(Comparison::ofFirstText).orElse("")
        + String.format(
            Locale.ROOT,
            "Predictions are the latency table's times %.3f, the machine's level while %s were timed.%n",
            level,
            baselines.size() == 1 ? "both" : "all");
  }

  private static String ofFirstText(LatencyRatio ratio) {
    return String.format(
        Locale.ROOT,
        "The found network takes %.3f ± %.3f times as long as the one that it was cut from.%n",
        ratio.value(),
        ratio.standardError());
  }

  private String unmatchedText(NetworkFigures baseline) {
    if (isMatched(baseline)) {
      return "";
    }
    boolean slower = slower(baseline) > 0;
    return "The baseline%s is %s %s than the found network, more than the %s allowed: %s.%n"
        .formatted(
            baselines.size() == 1 ? "" : " " + baseline.name(),
            Units.percent(Math.abs(slower(baseline))),
            slower ? "slower" : "faster",
            Units.percent(tolerance),
            slower
                ? "no width lies between"
                : "it was timed slower when its width was chosen, so it is at a disadvantage");
  }
}
