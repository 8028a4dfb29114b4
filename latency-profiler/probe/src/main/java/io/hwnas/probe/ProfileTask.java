package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Profiling of networks in turn.
 *
 * <p>The values of a network are the milliseconds of each of its blocks, the nodes of each block,
 * then the milliseconds of the whole network without the profiler; then, where something watched,
 * what is known of disturbance. Of a block's runs the lower quartile counts, because something else
 * on the machine can only slow them; of the whole network's runs the median.
 *
 * @param key what the values are recorded under
 * @param planned the networks
 * @param visits times that each is visited, with and without the profiler
 * @param warmUpRuns runs at the start of each visit that are left out
 * @param runs runs of each visit that are kept
 */
public record ProfileTask(
    String key, List<PlannedNetwork> planned, int visits, int warmUpRuns, int runs)
    implements MeasuringTask {
  private static final double MOST_NODES = 1e6;

  /** Copies the list and checks the ranges. */
  public ProfileTask {
    planned = List.copyOf(planned);
    Require.atLeast("visits", visits, 1);
    Require.atLeast("warm-up runs", warmUpRuns, 0);
    Require.atLeast("runs", runs, 1);
  }

  @Override
  public List<TimedNetwork> networks() {
    return planned.stream().map(PlannedNetwork::network).toList();
  }

  @Override
  public List<List<Double>> measure(InferenceRuntime runtime) {
    List<NetworkProfile> profiles = runtime.profile(networks(), visits, warmUpRuns, runs);
    List<List<Double>> values = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      values.add(summary(planned.get(i).blockIds(), profiles.get(i)));
    }
    return values;
  }

  private static List<Double> summary(List<String> blockIds, NetworkProfile profile) {
    List<BlockAttribution.BlockTime> times = BlockAttribution.attribute(blockIds, profile);
    List<Double> values = new ArrayList<>();
    times.forEach(time -> values.add(time.lowerQuartileMillis()));
    times.forEach(time -> values.add((double) time.nodes()));
    values.add(Quantiles.median(profile.unprofiledMillis()));
    profile.disturbance().map(Disturbance::values).ifPresent(values::addAll);
    return List.copyOf(values);
  }

  /**
   * Returns what is known of disturbance.
   *
   * @param values a network's values
   * @param blocks how many blocks it has
   * @return what went on, or empty where nothing watched
   */
  public static Optional<Disturbance> disturbance(List<Double> values, int blocks) {
    List<Double> rest = values.subList(2 * blocks + 1, values.size());
    return rest.isEmpty() ? Optional.empty() : Optional.of(Disturbance.of(rest));
  }

  @Override
  public void check(int network, List<Double> values) {
    List<String> blockIds = planned.get(network).blockIds();
    int blocks = blockIds.size();
    int least = 2 * blocks + 1;
    if (values.size() != least && values.size() != least + Disturbance.VALUES) {
      throw new InvalidInputException(
          "%d values of %d blocks; there must be the time of each block, the nodes of each block, the time of the whole and, where something watched, three values of disturbance"
              .formatted(values.size(), blocks));
    }
    for (int block = 0; block < blocks; block++) {
      TimingTask.checkMillis("block " + blockIds.get(block), values.get(block));
      double nodes = values.get(blocks + block);
      if (!(nodes >= 1 && nodes <= MOST_NODES)) {
        throw new InvalidInputException(
            "block %s has %s nodes; each block has at least one"
                .formatted(blockIds.get(block), nodes));
      }
    }
    TimingTask.checkMillis("the whole", values.get(2 * blocks));
    if (values.size() > least) {
      Disturbance.check(values.subList(least, values.size()));
    }
  }
}
