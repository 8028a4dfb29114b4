package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.LatencyEntry;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.MedianInterval;
import io.hwnas.latency.OnceForAllTable;
import io.hwnas.latency.PublishedTable;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a latency table. */
@Command(
    name = "show",
    description = {
      "Show what a table was measured on, and its entries; of a table that Once-for-All or",
      "ProxylessNAS published also which spaces it predicts."
    })
final class ProfileShowCommand implements Callable<Integer> {
  private static final String RANGES =
      "Of a count below %d, ± is half the range of the observations.%n"
          .formatted(MedianInterval.LEAST_VALUES);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "LUT",
      description = {
        "A latency table, or one that Once-for-All or ProxylessNAS published, or the folder of",
        "Once-for-All's, one file a resolution."
      })
  private Path path;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    if (Files.isDirectory(path)) {
      show(OnceForAllTable.read(path).tables());
      return ExitCodes.DONE;
    }
    YamlNode root = YamlNode.read(path);
    if (PublishedTable.describes(root)) {
      show(List.of(PublishedTable.read(root)));
    } else {
      show(LatencyTables.parse(root));
    }
    return ExitCodes.DONE;
  }

  private void show(List<PublishedTable> tables) {
    PublishedSummary summary = new PublishedSummary(tables);
    json.print(spec.commandLine().getOut(), summary.json(), summary.text());
  }

  private void show(LatencyTable table) {
    TableSummary summary = new TableSummary(table);
    ObjectNode tree = summary.json();
    ArrayNode entries = tree.putArray("entries");
    TextTable text = new TextTable("block", "latency", "± 95 %", "spread", "count", "origin");
    for (Map.Entry<String, LatencyEntry> row : table.entries().entrySet()) {
      LatencyEntry entry = row.getValue();
      double millis = table.calibration().millis(entry);
      text.row(
          row.getKey(),
          Units.millis(millis),
          Units.percent(entry.interval().relativeHalfWidth(entry.medianMillis())),
          Units.millis(entry.spreadMillis()),
          Units.count(entry.count()),
          entry.origin().label());
      entries
          .addObject()
          .put("block", row.getKey())
          .put("latencyMillis", millis)
          .put("profiledMillis", entry.medianMillis())
          .put("profiledLowMillis", entry.interval().lowMillis())
          .put("profiledHighMillis", entry.interval().highMillis())
          .put("spreadMillis", entry.spreadMillis())
          .put("count", entry.count())
          .put("origin", entry.origin().label());
    }
    boolean few =
        table.entries().values().stream()
            .anyMatch(entry -> entry.count() < MedianInterval.LEAST_VALUES);
    json.print(
        spec.commandLine().getOut(),
        tree,
        summary.text() + '\n' + text.render() + (few ? RANGES : ""));
  }
}
