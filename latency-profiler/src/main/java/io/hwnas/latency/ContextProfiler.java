package io.hwnas.latency;

import io.hwnas.probe.Disturbance;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.Measurer;
import io.hwnas.probe.ProfileTask;
import io.hwnas.probe.TextDigest;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Profiles whole networks in several passes and sums node times by block.
 *
 * <p>A pass goes through the networks in batches, each loaded afresh and visited round-robin. The
 * batches are redrawn in each pass, so that a network's own time can be told from the machine's
 * level during the batch ({@link LevelCorrection}); so a batch is recorded as one, and one that was
 * stopped is made anew.
 */
final class ContextProfiler {
  private static final int BATCH = 12;

  /**
   * One network in one pass.
   *
   * @param network index of the network
   * @param batch number of the batch, counted through all passes
   * @param blockMillis lower quartile over the runs of each block's node times, in milliseconds
   * @param blockNodes nodes of each block
   * @param plainMillis median of the runs without the profiler, in milliseconds
   * @param disturbance what else went on, where something watched
   */
  record Observation(
      int network,
      int batch,
      List<Double> blockMillis,
      List<Double> blockNodes,
      double plainMillis,
      Optional<Disturbance> disturbance) {
    /** Geometric mean of the network's time with and without the profiler. */
    double millis() {
      double profiled = blockMillis.stream().mapToDouble(Double::doubleValue).sum();
      return Math.sqrt(profiled * plainMillis);
    }
  }

  private final Measurer measurer;
  private final TableProtocol protocol;

  ContextProfiler(InferenceRuntime runtime, MeasurementLog log, TableProtocol protocol) {
    this.measurer = new Measurer(runtime, log);
    this.protocol = protocol;
  }

  /**
   * Profiles networks in one pass.
   *
   * @param graphs the networks, no two of equal blocks
   * @param seed draws the batches
   * @param pass number of the pass, from 0
   * @param progress hears of each batch, of as many as all passes have
   * @return the observations
   */
  List<Observation> observe(
      List<LayerGraph> graphs, long seed, int pass, ProgressListener progress) {
    List<Observation> observations = new ArrayList<>();
    List<List<Integer>> batches = batchesOfPass(graphs.size(), seed, pass);
    for (int batch = 0; batch < batches.size(); batch++) {
      int number = pass * batches.size() + batch;
      observations.addAll(batch(graphs, batches.get(batch), pass, number));
      progress.update(number + 1, batches(graphs.size(), protocol), "pass %d".formatted(pass + 1));
    }
    return observations;
  }

  /** How many batches there are in all. */
  static long batches(int networks, TableProtocol protocol) {
    return (long) protocol.passes() * ((networks + BATCH - 1) / BATCH);
  }

  /** The tasks of one pass. */
  static List<ProfileTask> tasks(
      List<LayerGraph> graphs, TableProtocol protocol, long seed, int pass) {
    return batchesOfPass(graphs.size(), seed, pass).stream()
        .map(members -> task(members.stream().map(graphs::get).toList(), protocol, pass))
        .toList();
  }

  /** Indexes of the networks of each batch. */
  private static List<List<Integer>> batchesOfPass(int networks, long seed, int pass) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(31 * seed + pass));
    // Of even size: a network alone in its batch would be taken for the machine's level there.
    int count = (networks + BATCH - 1) / BATCH;
    List<List<Integer>> batches = new ArrayList<>();
    for (int batch = 0; batch < count; batch++) {
      batches.add(order.subList(batch * networks / count, (batch + 1) * networks / count));
    }
    return batches;
  }

  private List<Observation> batch(
      List<LayerGraph> graphs, List<Integer> members, int pass, int batch) {
    List<LayerGraph> profiled = members.stream().map(graphs::get).toList();
    List<List<Double>> values = measurer.values(task(profiled, protocol, pass));
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      int blocks = profiled.get(i).blocks().size();
      observations.add(
          new Observation(
              members.get(i),
              batch,
              List.copyOf(values.get(i).subList(0, blocks)),
              List.copyOf(values.get(i).subList(blocks, 2 * blocks)),
              values.get(i).get(2 * blocks),
              ProfileTask.disturbance(values.get(i), blocks)));
    }
    return observations;
  }

  private static ProfileTask task(List<LayerGraph> graphs, TableProtocol protocol, int pass) {
    return new ProfileTask(
        key(graphs, pass),
        graphs.stream().map(GraphNetwork::planned).toList(),
        protocol.visits(),
        protocol.warmUpRuns(),
        protocol.profiledRuns());
  }

  private static String key(List<LayerGraph> graphs, int pass) {
    String digests = graphs.stream().map(NetworkDigest::of).collect(Collectors.joining("\n"));
    return "profile/%s/pass-%d".formatted(TextDigest.of(digests), pass);
  }
}
