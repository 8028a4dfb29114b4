package io.hwnas.netadapt;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What NetAdapt walks down: networks whose groups of channels have sizes, what a network costs, and
 * how accurate it is. Trained networks are one, a benchmark's table of accuracies is another.
 *
 * @param <N> a network; equal where two are the same network
 */
public interface Landscape<N> {
  /**
   * Returns what a network costs, such as milliseconds; cheap to ask. It may change when a step was
   * {@linkplain #taken taken}, and of networks other than those that steps led to when {@link
   * #cuts} looks closer.
   *
   * @param network a network
   * @return its cost
   */
  double cost(N network);

  /**
   * Returns the sizes of a network's groups.
   *
   * @param network a network
   * @return each group's size as a share of the first network's, always in the same order
   */
  double[] shares(N network);

  /**
   * Returns the largest networks within a cost that differ from one in a single, smaller group.
   *
   * @param network a network
   * @param target the cost
   * @return at most one network a group, all different
   */
  List<N> cuts(N network, double target);

  /**
   * Returns networks within a cost in which one group grew back a step, and, where that alone is
   * above it, another shrank to the largest size that pays for it.
   *
   * @param network a network
   * @param target the cost
   * @return at most one network a pair of groups; the same one may be there twice
   */
  List<N> exchanges(N network, double target);

  /**
   * Returns those of a step's proposals that are worth an evaluation; all of them, if nothing
   * cheaper than an evaluation is known of them.
   *
   * @param from the network that they were cut from
   * @param proposals the proposals
   * @param merit what they are compared by
   * @return some of them, in their order
   */
  default List<N> shortlist(Visit<N> from, List<N> proposals, Merit merit) {
    return proposals;
  }

  /**
   * Hears which networks will be asked for their accuracies next, so that the work on several may
   * begin.
   *
   * @param networks the networks, in the order that they will be asked for
   */
  default void expect(List<N> networks) {}

  /**
   * Finds how accurate a network is; asked once a network.
   *
   * @param network a network
   * @return its accuracy; empty if the evaluation failed
   */
  OptionalDouble accuracy(N network);

  /**
   * Hears that a network that was evaluated is out of the running.
   *
   * @param network the network
   */
  default void release(N network) {}

  /**
   * Hears which of the networks evaluated can still be gone on from.
   *
   * @param running the networks
   */
  default void retain(List<N> running) {}

  /**
   * Hears that a step was taken, before the next begins.
   *
   * @param proposals the step's proposals, evaluated or not
   * @param winner the one to go on from, perhaps of an earlier step
   */
  default void taken(List<N> proposals, Visit<N> winner) {}
}
