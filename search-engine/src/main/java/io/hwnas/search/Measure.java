package io.hwnas.search;

import java.util.List;

/**
 * Measures networks in one objective.
 *
 * <p>It must answer the same for the same architecture, or recall from a journal what it answered
 * before: a resumed search asks cheap objectives again. It may throw any exception; that is a
 * failed evaluation of one network.
 */
@FunctionalInterface
public interface Measure {
  /**
   * Measures a network; called by several threads at once if it is costly and the search has
   * several.
   *
   * @param network the network
   * @return what it measures
   */
  Estimate of(Network network);

  /**
   * Tells how many networks are best asked about at once.
   *
   * @return the number; 1 where asking about several takes as long as asking one by one
   */
  default int atOnce() {
    return 1;
  }

  /**
   * Measures several networks. Where it throws, each is asked about alone.
   *
   * @param networks at most {@link #atOnce}
   * @return what {@link #of} answers for each, in order
   */
  default List<Estimate> ofAll(List<Network> networks) {
    return networks.stream().map(this::of).toList();
  }
}
