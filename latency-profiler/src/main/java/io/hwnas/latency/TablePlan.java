package io.hwnas.latency;

import io.hwnas.probe.MeasuringTask;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.ProbePlan;
import io.hwnas.probe.ProfileTask;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What it takes to measure a table, here or on another machine.
 *
 * @param sources the spaces and networks that the table is of
 * @param protocol how it is measured
 * @param seed draws the networks and their order
 * @param networks the networks
 */
record TablePlan(
    List<TableSource> sources, TableProtocol protocol, long seed, TableNetworks networks) {
  private static final int COMPLETION_NETWORKS = 8;

  /** Plans a table of sources, of which there must be one. */
  static TablePlan of(List<TableSource> sources, TableProtocol protocol, long seed) {
    if (sources.isEmpty()) {
      throw new InvalidInputException("a latency table needs at least one space or network");
    }
    return new TablePlan(
        sources, protocol, seed, TableNetworks.of(sources, protocol, seed, key -> true));
  }

  /** The same plan in one pass, for networks that were each recorded once. */
  TablePlan ofOnePass() {
    return new TablePlan(sources, protocol.withOnePass(), seed, networks);
  }

  /** The networks of the calibration, by the digests of their blocks. */
  static List<TimedNetwork> timed(List<LayerGraph> graphs) {
    return graphs.stream()
        .<TimedNetwork>map(graph -> new GraphNetwork(NetworkDigest.of(graph), graph))
        .toList();
  }

  /** Profiles of some cover networks as missing blocks are profiled, one each. */
  List<ProfileTask> completionTasks() {
    List<LayerGraph> covers = networks.covers();
    return covers.subList(0, Math.min(covers.size(), COMPLETION_NETWORKS)).stream()
        .map(graph -> CompletionProtocol.QUICK.task("completion/" + NetworkDigest.of(graph), graph))
        .toList();
  }

  /** The profiles of one pass. */
  List<ProfileTask> passTasks(int pass) {
    return ContextProfiler.tasks(networks.covers(), protocol, seed, pass);
  }

  /** All that is measured, in order; every pass of the protocol. */
  List<MeasuringTask> tasks() {
    List<MeasuringTask> tasks = new ArrayList<>();
    for (int pass = 0; pass < protocol.passes(); pass++) {
      tasks.addAll(passTasks(pass));
    }
    tasks.addAll(NetworkTimer.tasks(timed(networks.calibration()), protocol.calibration()));
    tasks.addAll(completionTasks());
    return tasks;
  }

  /** The plan as another machine reads it. */
  ProbePlan probePlan() {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("measured-for", sources.stream().map(TableSource::map).toList());
    table.put("protocol", TableWriter.map(protocol));
    table.put("seed", seed);
    return new ProbePlan(
        YamlNode.parse("table", YamlWriter.write(table)), OnnxRuntime.exportedForm(), tasks());
  }

  /** Reads what {@link #probePlan} wrote of the table, and plans it anew. */
  static TablePlan read(YamlNode table) {
    table.allowOnly("measured-for", "protocol", "seed");
    return of(
        table.required("measured-for").asList().stream().map(TableSource::read).toList(),
        TableReader.protocol(table.required("protocol")),
        table.required("seed").asLong(Long.MIN_VALUE, Long.MAX_VALUE));
  }
}
