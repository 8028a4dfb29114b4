package io.hwnas.probe;

import io.hwnas.space.yaml.YamlNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fingerprints as they stand in files. */
public final class FingerprintYaml {
  private static final int MOST = 1 << 20;

  private FingerprintYaml() {}

  /**
   * Returns a fingerprint as it stands in files.
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

  /**
   * Reads a fingerprint.
   *
   * @param node what stands in the file
   * @return the fingerprint
   * @throws io.hwnas.space.InvalidInputException located, if it is none
   */
  public static Fingerprint read(YamlNode node) {
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
        node.required("cores").asInt(1, MOST),
        node.required("runtime").asString(),
        node.required("runtime-version").asString(),
        node.required("options").asString(),
        node.required("threads").asInt(1, MOST),
        node.required("batch").asInt(1, MOST),
        node.required("exported-form").asString(),
        node.required("os").asString(),
        node.required("arch").asString(),
        instant(node.required("measured-at")));
  }

  /**
   * Reads the fingerprint of what a plan was measured on.
   *
   * @param node what stands in the file
   * @param plan the plan
   * @return the fingerprint
   * @throws io.hwnas.space.InvalidInputException located, if it is none, or of networks in another
   *     form than the plan's
   */
  public static Fingerprint read(YamlNode node, ProbePlan plan) {
    Fingerprint fingerprint = read(node);
    if (!fingerprint.exportedForm().equals(plan.exportedForm())) {
      throw node.required("exported-form")
          .error(
              "exported-form must be the plan's, %s, not %s"
                  .formatted(plan.exportedForm(), fingerprint.exportedForm()));
    }
    return fingerprint;
  }

  private static Instant instant(YamlNode node) {
    try {
      return Instant.parse(node.asString());
    } catch (DateTimeParseException e) {
      throw node.error("measured-at must be a time such as 2026-11-24T09:30:00Z");
    }
  }
}
