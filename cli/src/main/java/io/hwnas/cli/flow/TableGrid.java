package io.hwnas.cli.flow;

import io.hwnas.latency.LatencyEntry;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.TableSource;
import io.hwnas.results.ReportData.LatencyGrid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lays a latency table out for the report: a row for each pair of feature maps that a block stands
 * between, a column for each kernel, expansion ratio, squeeze-excite and nonlinearity.
 */
final class TableGrid {
  private static final Pattern BLOCK =
      Pattern.compile(
          "inverted-residual k=(?<kernel>\\d+) s=(?<stride>\\d+) e=(?<expansion>\\w+)"
              + " se=(?<squeeze>\\S+) nl=(?<nl>\\S+) .* in=(?<in>\\d+)x(?<inSize>\\d+)x\\d+"
              + " out=(?<out>\\d+)x(?<outSize>\\d+)x\\d+ .*");

  /** A block of the table with its row and column. */
  private record Placed(String row, String column, LatencyEntry entry) {}

  private TableGrid() {}

  /**
   * Returns the grid of a table; empty where no block fits into one, or where there would be a row
   * for almost every block, since channels were drawn at random.
   */
  static Optional<LatencyGrid> of(LatencyTable table) {
    if (table.sources().stream().anyMatch(TableSource.OfChannels.class::isInstance)) {
      return Optional.empty();
    }
    List<Placed> placed = new ArrayList<>();
    table.entries().forEach((key, entry) -> place(key, entry).ifPresent(placed::add));
    if (placed.isEmpty()) {
      return Optional.empty();
    }
    List<String> rows = distinct(placed.stream().map(Placed::row).toList());
    List<String> columns = distinct(placed.stream().map(Placed::column).toList());
    List<LatencyGrid.Cell> cells = new ArrayList<>();
    Set<Map.Entry<String, String>> taken = new HashSet<>();
    for (Placed one : placed) {
      if (taken.add(Map.entry(one.row(), one.column()))) {
        cells.add(
            new LatencyGrid.Cell(
                rows.indexOf(one.row()),
                columns.indexOf(one.column()),
                table.calibration().millis(one.entry()),
                one.entry().spreadMillis(),
                one.entry().count()));
      }
    }
    return Optional.of(new LatencyGrid(rows, columns, cells));
  }

  private static Optional<Placed> place(String key, LatencyEntry entry) {
    Matcher block = BLOCK.matcher(key);
    if (!block.matches()) {
      return Optional.empty();
    }
    int in = Integer.parseInt(block.group("in"));
    String row =
        String.format(
            Locale.ROOT,
            "%s² %d → %s² %s",
            block.group("inSize"),
            in,
            block.group("outSize"),
            block.group("out"));
    String expansion = block.group("expansion");
    String ratio =
        expansion.equals("none")
            ? ""
            : String.format(
                Locale.ROOT, " e%.2g", Math.round(2.0 * Integer.parseInt(expansion) / in) / 2.0);
    String squeeze = block.group("squeeze").equals("none") ? "" : " se";
    String column = "k" + block.group("kernel") + ratio + squeeze + " " + block.group("nl");
    return Optional.of(new Placed(row, column, entry));
  }

  private static List<String> distinct(List<String> labels) {
    return List.copyOf(new TreeSet<>(labels));
  }
}
