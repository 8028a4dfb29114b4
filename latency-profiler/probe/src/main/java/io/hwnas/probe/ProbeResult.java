package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured by a plan, as it stands in {@code result.yaml}.
 *
 * @param plan the plan's {@link ProbePlan#digest}
 * @param fingerprint what it was measured on
 * @param measurements by the key of the task
 */
public record ProbeResult(
    String plan, Fingerprint fingerprint, Map<String, Measurement> measurements) {
  /** What the key {@code format} of a result says. */
  public static final String FORMAT = "hwnas-probe-result/1";

  private static final double MOST_SECONDS = 1e7;

  /** Copies the map. */
  public ProbeResult {
    measurements = Map.copyOf(measurements);
  }

  /**
   * What one task found.
   *
   * @param seconds how long it took
   * @param values the values of each network, in the order of the task
   */
  public record Measurement(double seconds, List<List<Double>> values) {
    /** Copies the lists. */
    public Measurement {
      values = values.stream().map(List::copyOf).toList();
    }

    /**
     * Records the values as a {@link Measurer} would have.
     *
     * @param log where
     * @param key the key of the task
     */
    public void record(MeasurementLog log, String key) {
      new GroupLog(log).record(key, values);
    }
  }

  /**
   * Writes a result.
   *
   * @param plan the plan
   * @return the text of {@code result.yaml}
   */
  public String write(ProbePlan plan) {
    Map<String, Object> tasks = new LinkedHashMap<>();
    for (MeasuringTask task : plan.tasks()) {
      Measurement measurement = measurements.get(task.key());
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < task.networks().size(); i++) {
        values.put(task.networks().get(i).name(), measurement.values().get(i));
      }
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("seconds", measurement.seconds());
      map.put("values", values);
      tasks.put(task.key(), map);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("plan", this.plan);
    root.put("fingerprint", FingerprintYaml.map(fingerprint));
    root.put("tasks", tasks);
    return YamlWriter.write(root);
  }

  /**
   * Reads a result and holds it against its plan.
   *
   * @param root the document
   * @param plan the plan
   * @param digest the plan's digest
   * @return the result, with values of every task of the plan
   * @throws InvalidInputException located, if it is of another plan, a task or network is missing
   *     or unknown, or a value cannot be
   */
  public static ProbeResult read(YamlNode root, ProbePlan plan, String digest) {
    YamlNode format = root.required("format");
    if (!format.is(FORMAT)) {
      throw format.error("format must be %s, not '%s'".formatted(FORMAT, format.asString()));
    }
    root.allowOnly("format", "plan", "fingerprint", "tasks");
    if (!root.required("plan").asString().equals(digest)) {
      throw root.required("plan")
          .error(
              "the result is of another plan than the one beside it, whose SHA-256 is " + digest);
    }
    YamlNode tasks = root.required("tasks");
    tasks.allowOnly(plan.tasks().stream().map(MeasuringTask::key).toArray(String[]::new));
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (MeasuringTask task : plan.tasks()) {
      measurements.put(task.key(), measurement(task, tasks.required(task.key())));
    }
    return new ProbeResult(
        digest, FingerprintYaml.read(root.required("fingerprint"), plan), measurements);
  }

  private static Measurement measurement(MeasuringTask task, YamlNode node) {
    node.allowOnly("seconds", "values");
    YamlNode byNetwork = node.required("values");
    List<String> names = task.networks().stream().map(TimedNetwork::name).toList();
    byNetwork.allowOnly(names.toArray(String[]::new));
    List<List<Double>> values = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      YamlNode list = byNetwork.required(names.get(i));
      values.add(
          list.asList().stream()
              .map(value -> value.asDouble(-Double.MAX_VALUE, Double.MAX_VALUE))
              .toList());
      check(task, i, values.get(i), list);
    }
    return new Measurement(node.required("seconds").asDouble(0, MOST_SECONDS), values);
  }

  private static void check(MeasuringTask task, int network, List<Double> values, YamlNode node) {
    try {
      task.check(network, values);
    } catch (InvalidInputException e) {
      throw node.error(
          "task '%s', network '%s': %s"
              .formatted(task.key(), task.networks().get(network).name(), e.getMessage()));
    }
  }
}
