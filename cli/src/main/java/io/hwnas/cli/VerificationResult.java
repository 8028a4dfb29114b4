package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.ComparedErrors;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.PredictionErrors;
import io.hwnas.latency.TableVerification;
import io.hwnas.results.Report;
import io.hwnas.results.ReportData;
import io.hwnas.results.ReportData.Fact;
import io.hwnas.results.ReportData.PredictionCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How well a table predicts whole networks, as text, JSON and HTML.
 *
 * @param table the table
 * @param result the comparison
 * @param groups what concerns some of the networks, by what those are called; may be none
 * @param measured how the networks were measured, in words
 */
record VerificationResult(
    LatencyTable table,
    TableVerification result,
    Map<String, TableVerification> groups,
    String measured) {
  /** A row of errors: what it is in words, and the beginning of its JSON keys. */
  private record Row(String label, String key, ComparedErrors errors, boolean ranks) {}

  /** A result with groups of networks, each by the names of its networks. */
  static VerificationResult of(
      LatencyTable table,
      TableVerification result,
      Map<String, Set<String>> names,
      String measured) {
    Map<String, TableVerification> groups = new LinkedHashMap<>();
    names.forEach(
        (label, some) -> groups.put(label, result.part(network -> some.contains(network.name()))));
    return new VerificationResult(table, result, groups, measured);
  }

  private static List<Row> rows(TableVerification result) {
    return List.of(
        new Row("table", "", result.table(), true),
        new Row("noise floor", "noiseFloor", result.noiseFloor(), true),
        new Row("line in MAdds", "maddsFit", result.maddsFit(), true),
        new Row("constant", "constantFit", result.constantFit(), false),
        new Row("table, by medians", "median", result.tableByMedians(), true),
        new Row("noise floor, by medians", "medianNoiseFloor", result.noiseFloorByMedians(), true));
  }

  /** The figures under flat keys, then each network. */
  ObjectNode json() {
    ObjectNode tree = figures(Json.object(), result);
    if (!groups.isEmpty()) {
      ArrayNode parts = tree.putArray("groups");
      groups.forEach((label, part) -> figures(parts.addObject().put("group", label), part));
    }
    ArrayNode networks = tree.putArray("perNetwork");
    for (TableVerification.Network network : result.networks()) {
      ObjectNode one =
          networks
              .addObject()
              .put("network", network.name())
              .put("madds", network.madds())
              .put("predictedMillis", network.predicted().millis())
              .put("predictedUncertaintyMillis", network.predicted().uncertaintyMillis())
              .put("latencyMillis", network.measuredMillis())
              .put("error", network.error());
      network.passMillis().forEach(one.putArray("passMillis")::add);
      network.passMedianMillis().forEach(one.putArray("passMedianMillis")::add);
    }
    return tree;
  }

  private static ObjectNode figures(ObjectNode tree, TableVerification of) {
    tree.put("networks", of.networks().size());
    for (Row row : rows(of)) {
      put(tree, row.key(), row.errors().raw(), row.ranks());
      put(tree, "scaled" + upper(row.key()), row.errors().scaled(), false);
    }
    return tree;
  }

  private static void put(ObjectNode tree, String key, PredictionErrors errors, boolean ranks) {
    tree.put(lower(key + "Mape"), errors.mape());
    tree.put(lower(key + "Bias"), errors.bias());
    tree.put(lower(key + "MaxError"), errors.maxError());
    tree.put(lower(key + "Within5Percent"), errors.shareWithin5Percent());
    tree.put(lower(key + "Within10Percent"), errors.shareWithin10Percent());
    if (ranks) {
      tree.put(lower(key + "KendallTau"), errors.kendallTau());
    }
  }

  private static String upper(String word) {
    return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String lower(String word) {
    return word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
  }

  /** Each network, then the figures. */
  String text() {
    TextTable networks = new TextTable("network", "MAdds", "predicted", "measured", "error");
    for (TableVerification.Network network : result.networks()) {
      networks.row(
          network.name(),
          Units.count(network.madds()),
          Units.millis(network.predicted().millis()),
          Units.millis(network.measuredMillis()),
          Units.percent(network.error()));
    }
    StringBuilder text = new StringBuilder(networks.render()).append('\n');
    groups.forEach(
        (label, part) ->
            text.append("%s (%d networks)%n".formatted(upper(label), part.networks().size()))
                .append(figures(part))
                .append('\n'));
    if (!groups.isEmpty()) {
      text.append("All networks%n".formatted());
    }
    return text.append(figures(result)).append("%n%s%n".formatted(measured)).toString();
  }

  private static String figures(TableVerification of) {
    TextTable figures =
        new TextTable(
            "predicted by", "mean error", "bias", "greatest", "within 5 %", "within 10 %", "τ");
    for (Row row : rows(of)) {
      String tau =
          row.ranks() ? String.format(Locale.ROOT, "%.3f", row.errors().raw().kendallTau()) : "";
      figures.row(cells(row.label(), row.errors().raw(), tau));
      figures.row(cells(row.label() + ", one scale", row.errors().scaled(), tau));
    }
    return figures.render();
  }

  private static String[] cells(String label, PredictionErrors errors, String tau) {
    return new String[] {
      label,
      Units.percent(errors.mape()),
      Units.percent(errors.bias()),
      Units.percent(errors.maxError()),
      Units.percent(errors.shareWithin5Percent()),
      Units.percent(errors.shareWithin10Percent()),
      tau
    };
  }

  /** Writes the figures and a scatter plot as one HTML file. */
  void writeHtml(Path file) {
    List<PredictionCheck> points = new ArrayList<>();
    for (TableVerification.Network network : result.networks()) {
      points.add(
          new PredictionCheck(
              network.name(), network.predicted().millis(), network.measuredMillis()));
    }
    Report.write(
        file, ReportData.of("Latency table of " + table.space(), facts(), List.of(), points));
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    groups.forEach((label, part) -> add(facts, upper(label) + ": ", part));
    add(facts, "", result);
    facts.add(new Fact("Measured", measured));
    for (Map.Entry<String, Object> fact : LatencyTables.map(table.fingerprint()).entrySet()) {
      facts.add(new Fact(fact.getKey(), fact.getValue().toString()));
    }
    return facts;
  }

  private static void add(List<Fact> facts, String of, TableVerification part) {
    for (Row row : rows(part)) {
      String label = of.isEmpty() ? upper(row.label()) : of + row.label();
      facts.add(new Fact(label, words(row.errors().raw(), row.ranks())));
      facts.add(new Fact(label + ", one scale", words(row.errors().scaled(), false)));
    }
  }

  private static String words(PredictionErrors errors, boolean ranks) {
    String words =
        "mean error %s, bias %s, greatest %s; %s within 5 %%, %s within 10 %%"
            .formatted(
                Units.percent(errors.mape()),
                Units.percent(errors.bias()),
                Units.percent(errors.maxError()),
                Units.percent(errors.shareWithin5Percent()),
                Units.percent(errors.shareWithin10Percent()));
    return ranks
        ? words + String.format(Locale.ROOT, "; Kendall τ %.3f", errors.kendallTau())
        : words;
  }
}
