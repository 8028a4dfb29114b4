package io.hwnas.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assigns the nodes of a profile to the blocks of the network.
 *
 * <p>A node belongs to the block whose id its name begins with. The nodes that the runtime inserts
 * between its packed layout (NCHWc) and the plain one have names of their own: a {@code
 * ReorderInput} belongs to the node after it, which wants the packed layout; a {@code
 * ReorderOutput} to the node before it, which has it. Any other node of a foreign name belongs to
 * the block of the node before it.
 */
public final class BlockAttribution {
  private BlockAttribution() {}

  /**
   * The time of one block.
   *
   * @param nodes nodes assigned to it
   * @param micros their summed time in each run, in microseconds
   */
  public record BlockTime(int nodes, List<Double> micros) {
    /** Copies the list. */
    public BlockTime {
      micros = List.copyOf(micros);
    }

    /**
     * Returns the lower quartile over the runs.
     *
     * @return in milliseconds
     */
    public double lowerQuartileMillis() {
      return Quantiles.quantile(micros, 0.25) / 1000;
    }

    /**
     * Returns a robust standard deviation over the runs.
     *
     * @return in milliseconds
     */
    public double deviationMillis() {
      return Quantiles.deviation(micros) / 1000;
    }
  }

  /**
   * Sums a profile by block.
   *
   * @param blockIds the blocks of the profiled network
   * @param profile its profile
   * @return one sum for each block, in their order
   */
  public static List<BlockTime> attribute(List<String> blockIds, NetworkProfile profile) {
    int[] owners = owners(blockIds, profile);
    int blocks = blockIds.size();
    int[] nodes = new int[blocks];
    double[][] micros = new double[blocks][profile.runs()];
    for (int node = 0; node < owners.length; node++) {
      nodes[owners[node]]++;
      for (int run = 0; run < profile.runs(); run++) {
        micros[owners[node]][run] += profile.nodes().get(node).micros().get(run);
      }
    }
    List<BlockTime> times = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      times.add(new BlockTime(nodes[block], Arrays.stream(micros[block]).boxed().toList()));
    }
    return times;
  }

  /** The index of the block that each node belongs to. */
  private static int[] owners(List<String> blockIds, NetworkProfile profile) {
    List<NetworkProfile.Node> nodes = profile.nodes();
    int[] owners = named(blockIds, nodes);
    for (int node = nodes.size() - 1; node >= 0; node--) {
      if (owners[node] < 0 && nodes.get(node).operator().equals("ReorderInput")) {
        owners[node] = node + 1 < nodes.size() ? owners[node + 1] : -1;
      }
    }
    int last = 0;
    for (int node = 0; node < nodes.size(); node++) {
      if (owners[node] < 0) {
        owners[node] = last;
      }
      last = owners[node];
    }
    return owners;
  }

  /**
   * Finds the block that each node names.
   *
   * @param blockIds the blocks
   * @param nodes the nodes
   * @return for each node the index of its block, or -1
   */
  public static int[] named(List<String> blockIds, List<NetworkProfile.Node> nodes) {
    Map<String, Integer> indexes = new HashMap<>();
    for (String id : blockIds) {
      indexes.put(id, indexes.size());
    }
    int[] owners = new int[nodes.size()];
    for (int node = 0; node < owners.length; node++) {
      String name = nodes.get(node).name();
      int end = name.indexOf('/');
      owners[node] = end < 0 ? -1 : indexes.getOrDefault(name.substring(0, end), -1);
    }
    return owners;
  }
}
