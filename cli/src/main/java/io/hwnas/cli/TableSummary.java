package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.BuildDisturbance;
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
    table.builds().forEach(build -> put(builds.addObject(), build));
    return tree;
  }

  private static void put(ObjectNode tree, TableBuild build) {
    tree.put("measuredAt", build.at().toString())
        .put("stopped", build.stopped().label())
        .put("passes", build.passes())
        .put("seconds", build.seconds())
        .put("precision", build.precision())
        .put("networks", build.networks().size())
        .put("discardedRuns", build.discardedRuns());
    build
        .disturbance()
        .ifPresent(
            disturbance ->
                tree.put("discardedProfileRuns", disturbance.discardedProfileRuns())
                    .put("disturbedShare", disturbance.share())
                    .put("otherCores", disturbance.otherCores())
                    .put("disturbed", disturbance.isGrave()));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("%s: %d entries%n".formatted(table.space(), table.entries().size()));
    LatencyTables.map(table.fingerprint())
        .forEach((key, value) -> text.append("  %-16s %s%n".formatted(key, value)));
    text.append("  %-16s %s%n".formatted("calibration", calibration()));
    table.builds().forEach(build -> append(text, build));
    return text.toString();
  }

  private String calibration() {
    int networks = table.calibration().networks();
    String error = Units.percent(table.calibration().residual());
    return networks == 1
        ? "by one network, which tells nothing of others; taken to be within " + error
        : "error %s on %d networks left out of the fit".formatted(error, networks);
  }

  private static void append(StringBuilder text, TableBuild build) {
    String profiled =
        build
            .disturbance()
            .map(
                disturbance ->
                    " and %d profiled ones".formatted(disturbance.discardedProfileRuns()))
            .orElse("");
    text.append(
        "  %-16s %s, %d networks, %d passes in %.0f s (%s); nine of ten medians within %s; %d disturbed runs%s made again%n"
            .formatted(
                "measured",
                build.at(),
                build.networks().size(),
                build.passes(),
                build.seconds(),
                build.stopped().label(),
                Units.percent(build.precision()),
                build.discardedRuns(),
                profiled));
    build
        .disturbance()
        .filter(BuildDisturbance::isGrave)
        .ifPresent(
            disturbance ->
                text.append(
                    "  %-16s the machine was: %s of what was run met something else on its core, and other programs kept %.1f cores busy; measure again when it is quiet, or see with 'hwnas profile verify' what that did%n"
                        .formatted(
                            "disturbed",
                            Units.percent(disturbance.share()),
                            disturbance.otherCores())));
  }
}
