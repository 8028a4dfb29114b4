package io.hwnas.latency;

import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.AtomicFiles;
import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Latency tables as YAML files of the format {@value #FORMAT}. */
public final class LatencyTables {
  /** What the key {@code format} says. */
  public static final String FORMAT = "hwnas-latency-table/1";

  private static final double MOST_MILLIS = 1e7;
  private static final double MOST_NODES = 1e6;
  private static final int MOST_COUNT = 1_000_000_000;

  private LatencyTables() {}

  /**
   * Reads a table, whatever it was measured on.
   *
   * @param file the file
   * @return the table
   * @throws InvalidInputException with file and line, if the file is not a table or an entry is
   *     missing, negative, not a number or doubled
   */
  public static LatencyTable read(Path file) {
    return parse(YamlNode.read(file));
  }

  /**
   * Reads a table that must be valid here.
   *
   * @param file the file
   * @param here what is to be predicted
   * @param acceptForeign whether a table measured on something else will do
   * @return the table
   * @throws InvalidInputException as {@link #read(Path)}, or if processor, runtime, its version,
   *     options, threads, batch or exported form differ and that will not do; names them
   */
  public static LatencyTable read(Path file, Fingerprint here, boolean acceptForeign) {
    LatencyTable table = read(file);
    return acceptForeign ? table : requireValid(file, table, here);
  }

  private static LatencyTable requireValid(Path file, LatencyTable table, Fingerprint here) {
    List<String> differences = here.differences(table.fingerprint());
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          "%s was measured on something else: %s; measure a table here with 'hwnas profile', or"
                  .formatted(file, String.join(", ", differences))
              + " use this one nevertheless with --accept-foreign-table");
    }
    return table;
  }

  /**
   * Reads a table that must be valid on this machine, with the threads that it was measured with.
   *
   * @param file the file
   * @param acceptForeign whether a table measured on something else will do; nothing native is
   *     loaded then
   * @return the table
   * @throws InvalidInputException as {@link #read(Path, Fingerprint, boolean)}
   */
  public static LatencyTable readHere(Path file, boolean acceptForeign) {
    LatencyTable table = read(file);
    return acceptForeign
        ? table
        : requireValid(
            file,
            table,
            new OnnxRuntime(new RuntimeOptions(table.fingerprint().threads())).fingerprint());
  }

  /**
   * Reads a table from a document.
   *
   * @param root the document
   * @return the table
   * @throws InvalidInputException as {@link #read(Path)}
   */
  public static LatencyTable parse(YamlNode root) {
    YamlNode format = root.required("format");
    if (!format.is(FORMAT)) {
      throw format.error(
          "format must be %s, not '%s'; measure a table anew with 'hwnas profile'"
              .formatted(FORMAT, format.asString()));
    }
    root.allowOnly(
        "format", "space", "fingerprint", "protocol", "calibration", "entry-count", "entries");
    SortedMap<String, LatencyEntry> entries = new TreeMap<>();
    root.required("entries").entries().forEach((key, node) -> entries.put(key, entry(node)));
    YamlNode count = root.required("entry-count");
    if (count.asInt(1, MOST_COUNT) != entries.size()) {
      throw count.error(
          "entry-count is %s, but there are %d entries: the file has been cut or changed"
              .formatted(count.asString(), entries.size()));
    }
    return new LatencyTable(
        root.required("space").asString(),
        fingerprint(root.required("fingerprint")),
        protocol(root.required("protocol")),
        calibration(root.required("calibration")),
        entries);
  }

  private static LatencyEntry entry(YamlNode node) {
    node.allowOnly("count", "nodes", "median-millis", "spread-millis", "origin");
    return new LatencyEntry(
        node.required("count").asInt(1, MOST_COUNT),
        node.required("nodes").asDouble(0, MOST_NODES),
        node.required("median-millis").asDouble(0, MOST_MILLIS),
        node.required("spread-millis").asDouble(0, MOST_MILLIS),
        node.required("origin").asEnum(LatencyEntry.Origin.class, LatencyEntry.Origin::label));
  }

  private static Fingerprint fingerprint(YamlNode node) {
    node.allowOnly(
        "cpu",
        "cores",
        "runtime",
        "runtime-version",
        "options",
        "threads",
        "batch",
        "exported-form",
        "os",
        "arch",
        "measured-at");
    return new Fingerprint(
        node.required("cpu").asString(),
        node.required("cores").asInt(1, 1 << 20),
        node.required("runtime").asString(),
        node.required("runtime-version").asString(),
        node.required("options").asString(),
        node.required("threads").asInt(1, 1 << 20),
        node.required("batch").asInt(1, 1 << 20),
        node.required("exported-form").asString(),
        node.required("os").asString(),
        node.required("arch").asString(),
        instant(node.required("measured-at")));
  }

  private static Instant instant(YamlNode node) {
    try {
      return Instant.parse(node.asString());
    } catch (DateTimeParseException e) {
      throw node.error("measured-at must be a time such as 2026-11-24T09:30:00Z");
    }
  }

  private static TableProtocol protocol(YamlNode node) {
    node.allowOnly(
        "covers-per-block",
        "passes",
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

  private static Calibration calibration(YamlNode node) {
    node.allowOnly("scale", "per-node-millis", "completion-ratio", "residual", "networks");
    return new Calibration(
        node.required("scale").asDouble(1e-6, 1e6),
        node.required("per-node-millis").asDouble(-MOST_MILLIS, MOST_MILLIS),
        node.required("completion-ratio").asDouble(1e-6, 1e6),
        node.required("residual").asDouble(0, 1e6),
        node.required("networks").asInt(0, MOST_COUNT));
  }

  /**
   * Writes a table; the same table gives the same bytes.
   *
   * @param file where to; its folder must exist
   * @param table the table
   * @throws IOException if the file cannot be written; then an older one is untouched
   */
  public static void write(Path file, LatencyTable table) throws IOException {
    AtomicFiles.writeString(file, text(table));
  }

  /**
   * Returns a table as the text of its file.
   *
   * @param table the table
   * @return the YAML text
   */
  public static String text(LatencyTable table) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("space", table.space());
    root.put("fingerprint", map(table.fingerprint()));
    root.put("protocol", map(table.protocol()));
    root.put("calibration", map(table.calibration()));
    Map<String, Object> entries = new LinkedHashMap<>();
    table.entries().forEach((key, entry) -> entries.put(key, map(entry)));
    root.put("entry-count", entries.size());
    root.put("entries", entries);
    return YamlWriter.write(root);
  }

  /**
   * Returns a fingerprint as it stands in files, for other files that name it.
   *
   * @param fingerprint the fingerprint
   * @return key to value in the order of the file
   */
  public static Map<String, Object> map(Fingerprint fingerprint) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("cpu", fingerprint.cpu());
    map.put("cores", fingerprint.cores());
    map.put("runtime", fingerprint.runtime());
    map.put("runtime-version", fingerprint.runtimeVersion());
    map.put("options", fingerprint.options());
    map.put("threads", fingerprint.threads());
    map.put("batch", fingerprint.batch());
    map.put("exported-form", fingerprint.exportedForm());
    map.put("os", fingerprint.os());
    map.put("arch", fingerprint.arch());
    map.put("measured-at", fingerprint.measuredAt().toString());
    return map;
  }

  private static Map<String, Object> map(TableProtocol protocol) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("covers-per-block", protocol.coversPerBlock());
    map.put("passes", protocol.passes());
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

  private static Map<String, Object> map(LatencyEntry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("count", entry.count());
    map.put("nodes", entry.nodes());
    map.put("median-millis", entry.medianMillis());
    map.put("spread-millis", entry.spreadMillis());
    map.put("origin", entry.origin().label());
    return map;
  }
}
