package io.hwnas.latency;

import io.hwnas.probe.FingerprintYaml;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.yaml.YamlNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a table from its document. */
final class TableReader {
  private static final double MOST_MILLIS = 1e7;

  private static final double MOST_NODES = 1e6;
  private static final double MOST_SECONDS = 1e9;
  private static final double MOST_CORES = 1e5;

  /** Of profiled to unprofiled times; what is measured stays near 1. */
  private static final double MOST_RATIO = 100;

  private static final int MOST_COUNT = 1_000_000_000;

  private final YamlNode root;

  TableReader(YamlNode root) {
    this.root = root;
  }

  LatencyTable read() {
    if (PublishedTable.describes(root)) {
      throw root.error(
          "is a latency table of Once-for-All or ProxylessNAS, which only predicts blocks of its own space: give it to "
              + PublishedTable.TAKEN_BY);
    }
    YamlNode format = root.required("format");
    if (!format.is(LatencyTables.FORMAT)) {
      throw format.error(
          "format must be %s, not '%s'; measure a table anew with 'hwnas profile'"
              .formatted(LatencyTables.FORMAT, format.asString()));
    }
    root.allowOnly(
        "format",
        "measured-for",
        "fingerprint",
        "protocol",
        "calibration",
        "builds",
        "entry-count",
        "entries");
    SortedMap<String, LatencyEntry> entries = new TreeMap<>();
    root.required("entries").entries().forEach((key, node) -> entries.put(key, entry(node)));
    YamlNode count = root.required("entry-count");
    if (count.asInt(1, MOST_COUNT) != entries.size()) {
      throw count.error(
          "entry-count is %s, but there are %d entries: the file has been cut or changed"
              .formatted(count.asString(), entries.size()));
    }
    return new LatencyTable(
        some("measured-for").stream().map(TableSource::read).toList(),
        FingerprintYaml.read(root.required("fingerprint")),
        protocol(root.required("protocol")),
        calibration(root.required("calibration"), entries.values()),
        some("builds").stream().map(TableReader::build).toList(),
        entries);
  }

  private List<YamlNode> some(String key) {
    List<YamlNode> items = root.required(key).asList();
    if (items.isEmpty()) {
      throw root.required(key).error(key + " must name at least one");
    }
    return items;
  }

  private static LatencyEntry entry(YamlNode node) {
    node.allowOnly("count", "nodes", "median-millis", "interval-millis", "spread-millis", "origin");
    int count = node.required("count").asInt(1, MOST_COUNT);
    double nodes = node.required("nodes").asDouble(1, MOST_NODES);
    double median = node.required("median-millis").asDouble(Rounding.LEAST_MILLIS, MOST_MILLIS);
    YamlNode interval = node.required("interval-millis");
    List<YamlNode> ends = interval.asList();
    if (ends.size() != 2) {
      throw interval.error("interval-millis must be two numbers, such as [0.101, 0.104]");
    }
    double low = ends.get(0).asDouble(0, MOST_MILLIS);
    double high = ends.get(1).asDouble(0, MOST_MILLIS);
    if (low > median || high < median) {
      throw interval.error("interval-millis must hold median-millis, " + median);
    }
    return new LatencyEntry(
        count,
        nodes,
        median,
        node.required("spread-millis").asDouble(0, MOST_MILLIS),
        new MedianInterval(low, high),
        node.required("origin").asEnum(LatencyEntry.Origin.class, LatencyEntry.Origin::label));
  }

  private static Instant instant(YamlNode node) {
    try {
      return Instant.parse(node.asString());
    } catch (DateTimeParseException e) {
      throw node.error("measured-at must be a time such as 2026-11-24T09:30:00Z");
    }
  }

  static TableProtocol protocol(YamlNode node) {
    node.allowOnly(
        "covers-per-block",
        "passes",
        "stopping",
        "visits",
        "warm-up-runs",
        "profiled-runs",
        "calibration-networks",
        "calibration");
    YamlNode timing = node.required("calibration");
    timing.allowOnly("sessions", "visits", "warm-up-runs", "timed-runs");
    return new TableProtocol(
        node.required("covers-per-block").asInt(1, MOST_COUNT),
        node.required("passes").asInt(1, MOST_COUNT),
        node.optional("stopping").map(TableReader::stopping),
        node.required("visits").asInt(1, MOST_COUNT),
        node.required("warm-up-runs").asInt(0, MOST_COUNT),
        node.required("profiled-runs").asInt(1, MOST_COUNT),
        node.required("calibration-networks").asInt(0, MOST_COUNT),
        new TimingProtocol(
            timing.required("sessions").asInt(1, MOST_COUNT),
            timing.required("visits").asInt(1, MOST_COUNT),
            timing.required("warm-up-runs").asInt(0, MOST_COUNT),
            timing.required("timed-runs").asInt(1, MOST_COUNT)));
  }

  private static StoppingRule stopping(YamlNode node) {
    node.allowOnly("precision", "time-limit-seconds");
    return new StoppingRule(
        node.required("precision").asDouble(0, 1),
        node.required("time-limit-seconds").asDouble(StoppingRule.LEAST_SECONDS, MOST_SECONDS));
  }

  private static TableBuild build(YamlNode node) {
    node.allowOnly(
        "measured-at",
        "stopped",
        "passes",
        "seconds",
        "precision",
        "discarded-runs",
        "discarded-profile-runs",
        "disturbed-share",
        "other-cores",
        "networks");
    return new TableBuild(
        instant(node.required("measured-at")),
        node.required("stopped").asEnum(TableBuild.Stop.class, TableBuild.Stop::label),
        node.required("passes").asInt(1, MOST_COUNT),
        node.required("seconds").asDouble(0, MOST_SECONDS),
        node.required("precision").asDouble(0, 1e6),
        node.required("discarded-runs").asInt(0, MOST_COUNT),
        node.optional("discarded-profile-runs").map(runs -> disturbance(node, runs)),
        node.required("networks").asList().stream().map(YamlNode::asString).toList());
  }

  /** Tables of before have none of these keys. */
  private static BuildDisturbance disturbance(YamlNode node, YamlNode runs) {
    return new BuildDisturbance(
        runs.asInt(0, MOST_COUNT),
        node.required("disturbed-share").asDouble(0, 1),
        node.required("other-cores").asDouble(0, MOST_CORES));
  }

  private static Calibration calibration(YamlNode node, Collection<LatencyEntry> entries) {
    node.allowOnly("scale", "per-node-millis", "completion-ratio", "residual", "networks");
    Calibration calibration =
        new Calibration(
            node.required("scale").asDouble(1 / MOST_RATIO, MOST_RATIO),
            node.required("per-node-millis").asDouble(-MOST_MILLIS, MOST_MILLIS),
            node.required("completion-ratio").asDouble(1 / MOST_RATIO, MOST_RATIO),
            node.required("residual").asDouble(0, MOST_RATIO),
            node.required("networks").asInt(0, MOST_COUNT));
    if (!calibration.suits(entries)) {
      throw node.required("per-node-millis")
          .error(
              "per-node-millis is %s, which no calibration gives: it outweighs what the entries hold"
                  .formatted(node.required("per-node-millis").asString()));
    }
    return calibration;
  }
}
