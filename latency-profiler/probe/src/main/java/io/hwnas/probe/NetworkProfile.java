package io.hwnas.probe;

import java.util.List;
import java.util.Optional;

/**
 * The time of each node of a network in each profiled run, and of the whole network without the
 * profiler, in one session.
 *
 * @param nodes the nodes in the order in which they ran
 * @param unprofiledMillis time of each run after the profiler was switched off, in milliseconds
 * @param disturbance what else went on; empty where nothing watched
 */
public record NetworkProfile(
    List<Node> nodes, List<Double> unprofiledMillis, Optional<Disturbance> disturbance) {
  /** Copies the lists and checks that all nodes ran equally often. */
  public NetworkProfile {
    nodes = List.copyOf(nodes);
    unprofiledMillis = List.copyOf(unprofiledMillis);
    if (nodes.isEmpty() || nodes.get(0).micros().isEmpty() || unprofiledMillis.isEmpty()) {
      throw new IllegalArgumentException("a profile needs a node and a run");
    }
    int runs = nodes.get(0).micros().size();
    if (nodes.stream().anyMatch(node -> node.micros().size() != runs)) {
      throw new IllegalArgumentException("all nodes of a profile must have run equally often");
    }
  }

  /**
   * Creates a profile that nothing watched.
   *
   * @param nodes the nodes in the order in which they ran
   * @param unprofiledMillis time of each run after the profiler was switched off, in milliseconds
   */
  public NetworkProfile(List<Node> nodes, List<Double> unprofiledMillis) {
    this(nodes, unprofiledMillis, Optional.empty());
  }

  /**
   * One node of the graph as the runtime optimised it.
   *
   * @param name its name
   * @param operator its operator, such as {@code Conv} or {@code ReorderInput}
   * @param micros its time in each run, in microseconds
   */
  public record Node(String name, String operator, List<Double> micros) {
    /** Copies the list. */
    public Node {
      micros = List.copyOf(micros);
    }
  }

  /**
   * Returns the number of profiled runs.
   *
   * @return the number of runs
   */
  public int runs() {
    return nodes.get(0).micros().size();
  }
}
