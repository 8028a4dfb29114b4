package io.hwnas.probe;

import java.util.List;

/**
 * A network whose profile is to be summed by block.
 *
 * @param network the network
 * @param blockIds the ids of its blocks, which the names of its nodes begin with, in their order
 */
public record PlannedNetwork(TimedNetwork network, List<String> blockIds) {
  /** Copies the list. */
  public PlannedNetwork {
    blockIds = List.copyOf(blockIds);
  }
}
