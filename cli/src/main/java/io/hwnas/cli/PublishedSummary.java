package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.PublishedEntry;
import io.hwnas.latency.PublishedTable;
import io.hwnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What latency tables that others published are of, what they predict, and their entries.
 *
 * @param tables one a resolution, at least one
 */
record PublishedSummary(List<PublishedTable> tables) {
  private static final String UNSAID = "not said in the file";

  /** Copies the list. */
  PublishedSummary {
    tables = List.copyOf(tables);
  }

  ObjectNode json() {
    ObjectNode tree = Json.object();
    ArrayNode array = tree.putArray("tables");
    tables.forEach(table -> put(array.addObject(), table));
    spaces().forEach(tree.putArray("spaces")::add);
    return tree;
  }

  private static void put(ObjectNode tree, PublishedTable table) {
    tree.put("file", table.source())
        .put("publisher", table.publisher())
        .put("publishersDevice", table.publishersDevice());
    table.resolution().ifPresent(pixels -> tree.put("resolution", pixels));
    table.classes().ifPresent(classes -> tree.put("classes", classes));
    tree.put("entryCount", table.entries().size());
    ArrayNode entries = tree.putArray("entries");
    table
        .entries()
        .forEach(
            (key, entry) -> {
              ObjectNode node =
                  entries.addObject().put("part", key).put("latencyMillis", entry.meanMillis());
              if (entry.variance() > 0) {
                node.put("spreadMillis", entry.spreadMillis());
              }
              node.put("count", entry.count());
            });
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s, as published: %s%d entries%n"
            .formatted(
                joined(PublishedTable::publisher),
                tables.size() == 1 ? "" : "%d tables, ".formatted(tables.size()),
                tables.stream().mapToInt(table -> table.entries().size()).sum()));
    fact(
        text,
        "device",
        "%s; %s"
            .formatted(
                UNSAID,
                joined(
                    table ->
                        "those that %s published are of a %s"
                            .formatted(table.publisher(), table.publishersDevice()))));
    fact(text, "runtime", UNSAID);
    fact(text, "resolution", joined(table -> number(table.resolution())));
    fact(text, "classes", joined(table -> number(table.classes())));
    List<String> spaces = spaces();
    fact(
        text,
        "predicts",
        spaces.isEmpty()
            ? "networks of the parts below; no space that comes with hwnas has only those"
            : "every network of " + String.join(", ", spaces));
    return text.append('\n').append(entries()).toString();
  }

  private static void fact(StringBuilder text, String name, String value) {
    text.append("  %-16s %s%n".formatted(name, value));
  }

  private String joined(Function<PublishedTable, String> fact) {
    return tables.stream().map(fact).distinct().collect(Collectors.joining(", "));
  }

  private static String number(OptionalInt number) {
    return number.isPresent() ? Units.count(number.getAsInt()) : UNSAID;
  }

  /** Names the spaces that come with hwnas and that every table predicts at its resolution. */
  private List<String> spaces() {
    return SearchSpace.names().stream()
        .filter(
            name -> {
              SearchSpace space = SearchSpace.named(name);
              return tables.stream().allMatch(table -> table.knows(space));
            })
        .toList();
  }

  private String entries() {
    boolean several = tables.size() > 1;
    List<String> headings = new ArrayList<>(List.of("part", "latency", "spread", "count"));
    if (several) {
      headings.add(0, "resolution");
    }
    TextTable text = new TextTable(headings.toArray(String[]::new));
    for (PublishedTable table : tables) {
      for (Map.Entry<String, PublishedEntry> row : table.entries().entrySet()) {
        PublishedEntry entry = row.getValue();
        List<String> cells = new ArrayList<>();
        if (several) {
          cells.add(number(table.resolution()));
        }
        cells.add(row.getKey());
        cells.add(Units.millis(entry.meanMillis()));
        cells.add(entry.variance() > 0 ? Units.millis(entry.spreadMillis()) : "");
        cells.add(Units.count(entry.count()));
        text.row(cells.toArray(String[]::new));
      }
    }
    return text.render();
  }
}
