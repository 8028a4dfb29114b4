package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.TableBuild;

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
    ArrayNode builds = tree.putArray("builds");
    for (TableBuild build : table.builds()) {
      builds
          .addObject()
          .put("measuredAt", build.at().toString())
          .put("stopped", build.stopped().label())
          .put("passes", build.passes())
          .put("seconds", build.seconds())
          .put("precision", build.precision())
          .put("discardedRuns", build.discardedRuns())
          .put("networks", build.networks().size());
    }
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
    for (TableBuild build : table.builds()) {
      text.append(
          "  %-16s %s, %d networks, %d passes in %.0f s (%s); nine of ten medians within %s; %d disturbed runs made again%n"
              .formatted(
                  "measured",
                  build.at(),
                  build.networks().size(),
                  build.passes(),
                  build.seconds(),
                  build.stopped().label(),
                  Units.percent(build.precision()),
                  build.discardedRuns()));
    }
    return text.toString();
  }
}
