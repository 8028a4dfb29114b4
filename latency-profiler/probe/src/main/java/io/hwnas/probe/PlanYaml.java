package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Plans as YAML. */
public final class PlanYaml {
  private static final int MOST = 1_000_000;

  /** Names become file names, so they are what every file system takes. */
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

  private PlanYaml() {}

  /**
   * Writes a plan.
   *
   * @param plan the plan
   * @return the text of {@code plan.yaml}
   */
  public static String write(ProbePlan plan) {
    Map<String, Object> networks = new LinkedHashMap<>();
    List<Map<String, Object>> tasks = new ArrayList<>();
    for (MeasuringTask task : plan.tasks()) {
      task.networks().forEach(network -> networks.putIfAbsent(network.name(), List.of()));
      if (task instanceof ProfileTask profile) {
        for (PlannedNetwork planned : profile.planned()) {
          networks.put(planned.network().name(), planned.blockIds());
        }
      }
      tasks.add(map(task));
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", ProbePlan.FORMAT);
    root.put("table", plan.table());
    root.put("exported-form", plan.exportedForm());
    root.put("networks", networks);
    root.put("tasks", tasks);
    return YamlWriter.write(root);
  }

  private static Map<String, Object> map(MeasuringTask task) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (task instanceof ProfileTask profile) {
      map.put("profile", profile.key());
      map.put("visits", profile.visits());
      map.put("warm-up-runs", profile.warmUpRuns());
      map.put("runs", profile.runs());
    } else if (task instanceof TimingTask timing) {
      map.put("time", timing.key());
      map.put("visits", timing.visits());
      map.put("warm-up-runs", timing.warmUpRuns());
      map.put("runs", timing.timedRuns());
    }
    map.put("networks", task.networks().stream().map(TimedNetwork::name).toList());
    return map;
  }

  /**
   * Reads a plan.
   *
   * @param root the document
   * @param models finds a network by its name
   * @return the plan
   * @throws InvalidInputException located, if it is none
   */
  public static ProbePlan read(YamlNode root, Function<String, TimedNetwork> models) {
    YamlNode format = root.required("format");
    if (!format.is(ProbePlan.FORMAT)) {
      throw format.error(
          "format must be %s, not '%s'; pack the plan with the hwnas that this probe came with"
              .formatted(ProbePlan.FORMAT, format.asString()));
    }
    root.allowOnly("format", "table", "exported-form", "networks", "tasks");
    Map<String, PlannedNetwork> networks = new LinkedHashMap<>();
    root.required("networks")
        .entries()
        .forEach((name, node) -> networks.put(name, network(name, node, models)));
    List<MeasuringTask> tasks = new ArrayList<>();
    Set<String> keys = new TreeSet<>();
    for (YamlNode node : root.required("tasks").asList()) {
      MeasuringTask task = task(node, networks);
      if (!keys.add(task.key())) {
        throw node.error("task '%s' stands there twice".formatted(task.key()));
      }
      tasks.add(task);
    }
    if (tasks.isEmpty()) {
      throw root.required("tasks").error("a plan needs at least one task");
    }
    return new ProbePlan(root.required("table"), root.required("exported-form").asString(), tasks);
  }

  private static PlannedNetwork network(
      String name, YamlNode node, Function<String, TimedNetwork> models) {
    if (!name.matches(NAME)) {
      throw node.error(
          "a network must be named by letters, digits, _ and -, not '%s'".formatted(name));
    }
    return new PlannedNetwork(
        models.apply(name), node.asList().stream().map(YamlNode::asString).toList());
  }

  private static MeasuringTask task(YamlNode node, Map<String, PlannedNetwork> networks) {
    node.allowOnly("profile", "time", "visits", "warm-up-runs", "runs", "networks");
    List<PlannedNetwork> measured = new ArrayList<>();
    for (YamlNode name : node.required("networks").asList()) {
      PlannedNetwork network = networks.get(name.asString());
      if (network == null) {
        throw name.error("'%s' is none of the networks".formatted(name.asString()));
      }
      measured.add(network);
    }
    if (measured.isEmpty()) {
      throw node.error("a task needs at least one network");
    }
    int visits = node.required("visits").asInt(1, MOST);
    int warmUpRuns = node.required("warm-up-runs").asInt(0, MOST);
    int runs = node.required("runs").asInt(1, MOST);
    if (node.optional("time").isPresent()) {
      return new TimingTask(
          node.required("time").asString(),
          measured.stream().map(PlannedNetwork::network).toList(),
          visits,
          warmUpRuns,
          runs);
    }
    for (PlannedNetwork network : measured) {
      if (network.blockIds().isEmpty()) {
        throw node.error(
            "network '%s' has no blocks to be profiled".formatted(network.network().name()));
      }
    }
    return new ProfileTask(node.required("profile").asString(), measured, visits, warmUpRuns, runs);
  }
}
