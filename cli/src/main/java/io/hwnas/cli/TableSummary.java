package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;

/**
 * What a latency table was measured on, and how well it fits.
 *
 * @param table the table
 */
record TableSummary(LatencyTable table) {
  ObjectNode json() {
    ObjectNode tree =
        Json.object().put("space", table.space()).put("entryCount", table.entries().size());
    ObjectNode fingerprint = tree.putObject("fingerprint");
    LatencyTables.map(table.fingerprint())
        .forEach((key, value) -> fingerprint.put(key, value.toString()));
    tree.putObject("calibration")
        .put("scale", table.calibration().scale())
        .put("perNodeMillis", table.calibration().perNodeMillis())
        .put("residual", table.calibration().residual())
        .put("networks", table.calibration().networks());
    return tree;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("%s: %d entries%n".formatted(table.space(), table.entries().size()));
    LatencyTables.map(table.fingerprint())
        .forEach((key, value) -> text.append("  %-16s %s%n".formatted(key, value)));
    text.append(
        "  %-16s error %s on %d networks left out of the fit%n"
            .formatted(
                "calibration",
                Units.percent(table.calibration().residual()),
                table.calibration().networks()));
    return text.toString();
  }
}
