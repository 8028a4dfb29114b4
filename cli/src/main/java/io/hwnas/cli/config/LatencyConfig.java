package io.hwnas.cli.config;

import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.TableProtocol;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What latency is, how it is measured, and how much of it there may be.
 *
 * @param runtime how networks are run
 * @param budgetMillis the budget in milliseconds; empty to take it from the baseline network
 * @param autoBudgetWidth width multiplier of the baseline network whose latency is the budget,
 *     where none is given
 * @param autoBudgetShare share of that latency that the budget is
 * @param table a table to use instead of measuring one
 * @param acceptForeignTable whether that table may be of another machine or runtime
 * @param protocol how a table is measured
 * @param timing how whole networks are timed
 */
public record LatencyConfig(
    RuntimeOptions runtime,
    OptionalDouble budgetMillis,
    double autoBudgetWidth,
    double autoBudgetShare,
    Optional<Path> table,
    boolean acceptForeignTable,
    TableProtocol protocol,
    TimingProtocol timing) {
  private static final int MOST = 100_000;

  /**
   * Reads the table that is to be used, where one is named.
   *
   * @return the table; empty where one is to be measured
   * @throws io.hwnas.space.InvalidInputException if the file holds no table, or one of another
   *     machine or runtime, and that is not accepted
   */
  public Optional<LatencyTable> givenTable() {
    return table.map(this::table);
  }

  /**
   * Reads a table that is to be used on this machine.
   *
   * @param file the table's file
   * @return the table
   * @throws io.hwnas.space.InvalidInputException as {@link #givenTable}
   */
  public LatencyTable table(Path file) {
    return LatencyTables.read(file, new OnnxRuntime(runtime).fingerprint(), acceptForeignTable);
  }

  static LatencyConfig read(YamlNode node) {
    node.allowOnly(
        "threads",
        "budget-millis",
        "auto-budget-width",
        "auto-budget-share",
        "table",
        "accept-foreign-table",
        "table-protocol",
        "timing");
    YamlNode budget = node.required("budget-millis");
    return new LatencyConfig(
        new RuntimeOptions(node.required("threads").asInt(1, 1024)),
        budget.is("auto") ? OptionalDouble.empty() : OptionalDouble.of(budget.asDouble(1e-6, 1e9)),
        node.required("auto-budget-width").asDouble(0.05, 8),
        node.required("auto-budget-share").asDouble(0.01, 100),
        node.optional("table").map(table -> Path.of(table.asString())),
        node.required("accept-foreign-table").asBoolean(),
        tableProtocol(node.required("table-protocol")),
        timing(node.required("timing")));
  }

  private static TableProtocol tableProtocol(YamlNode node) {
    node.allowOnly(
        "covers-per-block",
        "passes",
        "visits",
        "warm-up-runs",
        "profiled-runs",
        "calibration-networks",
        "calibration-timing");
    return new TableProtocol(
        node.required("covers-per-block").asInt(1, MOST),
        node.required("passes").asInt(1, MOST),
        Optional.empty(),
        node.required("visits").asInt(1, MOST),
        node.required("warm-up-runs").asInt(0, MOST),
        node.required("profiled-runs").asInt(1, MOST),
        node.required("calibration-networks").asInt(0, MOST),
        timing(node.required("calibration-timing")));
  }

  private static TimingProtocol timing(YamlNode node) {
    node.allowOnly("sessions", "visits", "warm-up-runs", "timed-runs");
    return new TimingProtocol(
        node.required("sessions").asInt(1, MOST),
        node.required("visits").asInt(1, MOST),
        node.required("warm-up-runs").asInt(0, MOST),
        node.required("timed-runs").asInt(1, MOST));
  }
}
