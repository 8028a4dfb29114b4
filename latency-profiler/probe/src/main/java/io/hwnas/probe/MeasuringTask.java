package io.hwnas.probe;

import java.util.List;

/**
 * One stretch of measuring: networks that are loaded, visited in turn and closed again.
 *
 * <p>What it finds is one list of numbers for each network, recorded under its key before it is
 * used.
 */
public sealed interface MeasuringTask permits ProfileTask, TimingTask {
  /**
   * Returns what the values are recorded under.
   *
   * @return the key
   */
  String key();

  /**
   * Returns the networks.
   *
   * @return the networks, in the order in which they are visited
   */
  List<TimedNetwork> networks();

  /**
   * Measures.
   *
   * @param runtime what runs the networks
   * @return the values of each network, in their order
   */
  List<List<Double>> measure(InferenceRuntime runtime);

  /**
   * Checks values that come from outside.
   *
   * @param network index of the network
   * @param values its values
   * @throws io.hwnas.space.InvalidInputException if there are too few or too many, or if a time is
   *     not positive or longer than an hour, as where a clock has jumped
   */
  void check(int network, List<Double> values);
}
