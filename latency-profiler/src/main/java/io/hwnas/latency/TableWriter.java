package io.hwnas.latency;

import io.hwnas.probe.FingerprintYaml;
import io.hwnas.space.yaml.YamlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a table as its document. */
final class TableWriter {
  private TableWriter() {}

  /** The text of a table's file. */
  static String text(LatencyTable table) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", LatencyTables.FORMAT);
    root.put("measured-for", table.sources().stream().map(TableSource::map).toList());
    root.put("fingerprint", FingerprintYaml.map(table.fingerprint()));
    root.put("protocol", map(table.protocol()));
    root.put("calibration", map(table.calibration()));
    root.put("builds", table.builds().stream().map(TableWriter::map).toList());
    Map<String, Object> entries = new LinkedHashMap<>();
    table.entries().forEach((key, entry) -> entries.put(key, map(entry)));
    root.put("entry-count", entries.size());
    root.put("entries", entries);
    return YamlWriter.write(root);
  }

  /** A protocol as it stands in files. */
  static Map<String, Object> map(TableProtocol protocol) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("covers-per-block", protocol.coversPerBlock());
    map.put("passes", protocol.passes());
    protocol
        .stopping()
        .ifPresent(
            rule -> {
              Map<String, Object> stopping = new LinkedHashMap<>();
              stopping.put("precision", rule.precision());
              stopping.put("time-limit-seconds", rule.timeLimitSeconds());
              map.put("stopping", stopping);
            });
    map.put("visits", protocol.visits());
    map.put("warm-up-runs", protocol.warmUpRuns());
    map.put("profiled-runs", protocol.profiledRuns());
    map.put("calibration-networks", protocol.calibrationNetworks());
    Map<String, Object> timing = new LinkedHashMap<>();
    timing.put("sessions", protocol.calibration().sessions());
    timing.put("visits", protocol.calibration().visits());
    timing.put("warm-up-runs", protocol.calibration().warmUpRuns());
    timing.put("timed-runs", protocol.calibration().timedRuns());
    map.put("calibration", timing);
    return map;
  }

  private static Map<String, Object> map(Calibration calibration) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("scale", calibration.scale());
    map.put("per-node-millis", calibration.perNodeMillis());
    map.put("completion-ratio", calibration.completionRatio());
    map.put("residual", calibration.residual());
    map.put("networks", calibration.networks());
    return map;
  }

  private static Map<String, Object> map(TableBuild build) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("measured-at", build.at().toString());
    map.put("stopped", build.stopped().label());
    map.put("passes", build.passes());
    map.put("seconds", build.seconds());
    map.put("precision", build.precision());
    map.put("discarded-runs", build.discardedRuns());
    build
        .disturbance()
        .ifPresent(
            disturbance -> {
              map.put("discarded-profile-runs", disturbance.discardedProfileRuns());
              map.put("disturbed-share", disturbance.share());
              map.put("other-cores", disturbance.otherCores());
            });
    map.put("networks", build.networks());
    return map;
  }

  private static Map<String, Object> map(LatencyEntry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("count", entry.count());
    map.put("nodes", entry.nodes());
    map.put("median-millis", entry.medianMillis());
    map.put(
        "interval-millis", List.of(entry.interval().lowMillis(), entry.interval().highMillis()));
    map.put("spread-millis", entry.spreadMillis());
    map.put("origin", entry.origin().label());
    return map;
  }
}
