package io.hwnas.benchmarks;

import io.hwnas.latency.CompletingLatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.MeasurementLog;
import io.hwnas.latency.NetworkTimer;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.RuntimeOptions;
import io.hwnas.latency.TableBuilder;
import io.hwnas.latency.TableProtocol;
import io.hwnas.latency.TableVerification;
import io.hwnas.latency.TableVerifier;
import io.hwnas.latency.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Builds a latency table and holds it against whole networks that it never saw: random ones of the
 * space, ones whose channels were shrunk one group after another as NetAdapt does, and ones whose
 * channels were all shrunk at once.
 *
 * <p>All networks are timed together in one interleaved measurement, twice, so that the second
 * shows how far two measurements of the same networks differ.
 */
public final class LatencyTableAccuracy {
  private static final int UNSEEN = 30;
  private static final int SHRUNK = 10;
  private static final int SHRINK_STEPS = 8;
  private static final long NETWORKS_SEED = 99;

  private final SearchSpace space;
  private final OnnxRuntime runtime = new OnnxRuntime(RuntimeOptions.SINGLE_THREAD);

  private LatencyTableAccuracy(SearchSpace space) {
    this.space = space;
  }

  /**
   * Builds, predicts, measures and prints.
   *
   * @param arguments a built-in space, the table's seed, {@code quick} or {@code standard}, the
   *     file to write the table to
   * @throws IOException if the table cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    SearchSpace space = SearchSpace.named(arguments[0]);
    TableProtocol protocol =
        arguments[2].equals("standard") ? TableProtocol.standard() : TableProtocol.quick();
    new LatencyTableAccuracy(space)
        .run(Long.parseLong(arguments[1]), protocol, Path.of(arguments[3]));
  }

  private void run(long seed, TableProtocol protocol, Path file) throws IOException {
    long start = System.nanoTime();
    LatencyTable table =
        new TableBuilder(runtime)
            .build(space, protocol, seed, MeasurementLog.inMemory(), ProgressListener.SILENT);
    LatencyTables.write(file, table);
    print("table: %d entries in %.1f s", table.entries().size(), seconds(start));
    print("%s", table.calibration());
    CompletingLatencyModel model =
        new CompletingLatencyModel(table, runtime, MeasurementLog.inMemory());
    List<LayerGraph> networks = new ArrayList<>();
    for (int i = 0; i < UNSEEN; i++) {
      networks.add(LayerGraph.of(draw(Seeds.of(NETWORKS_SEED, "unseen", i))));
    }
    networks.addAll(timed("shrunk in steps", table, model, this::shrunkInSteps));
    networks.addAll(timed("shrunk at once", model.table(), model, this::shrunkAtOnce));
    TimingProtocol timing = new TimingProtocol(6, 10, 2, 3);
    TableVerifier verifier = new TableVerifier(new NetworkTimer(runtime));
    TableVerification first = verifier.verify(model, networks, timing);
    TableVerification second = verifier.verify(model, networks, timing);
    for (TableVerification pass : List.of(first, second)) {
      print("all", pass);
      print("unseen", part(pass, 0, UNSEEN));
      print("shrunk in steps", part(pass, UNSEEN, UNSEEN + SHRUNK));
      print("shrunk at once", part(pass, UNSEEN + SHRUNK, networks.size()));
    }
    printFloor(first, second);
  }

  /** Shrinks networks; every prediction on the way completes the model's table. */
  private interface Shrinking {
    LayerGraph shrink(int index, CompletingLatencyModel model);
  }

  private List<LayerGraph> timed(
      String name, LatencyTable before, CompletingLatencyModel model, Shrinking shrinking) {
    long start = System.nanoTime();
    List<LayerGraph> shrunk = new ArrayList<>();
    for (int i = 0; i < SHRUNK; i++) {
      shrunk.add(shrinking.shrink(i, model));
    }
    int completed = model.table().entries().size() - before.entries().size();
    print(
        "%s: %d blocks completed, %.1f ms a block",
        name, completed, 1000 * seconds(start) / completed);
    return shrunk;
  }

  private LayerGraph shrunkInSteps(int index, CompletingLatencyModel model) {
    RandomGenerator random = Seeds.of(NETWORKS_SEED, "steps", index);
    Architecture architecture = draw(random);
    model.predict(LayerGraph.of(architecture));
    for (int step = 0; step < SHRINK_STEPS; step++) {
      List<ChannelGroup> groups = groups(architecture);
      ChannelGroup group = groups.get(random.nextInt(groups.size()));
      architecture = resize(architecture, group, random, 4);
      model.predict(LayerGraph.of(architecture));
    }
    return LayerGraph.of(architecture);
  }

  private LayerGraph shrunkAtOnce(int index, CompletingLatencyModel model) {
    RandomGenerator random = Seeds.of(NETWORKS_SEED, "at-once", index);
    Architecture architecture = draw(random);
    model.predict(LayerGraph.of(architecture));
    for (ChannelGroup group : groups(architecture)) {
      architecture = resize(architecture, group, random, index % 2 == 0 ? 4 : 1);
    }
    LayerGraph graph = LayerGraph.of(architecture);
    model.predict(graph);
    return graph;
  }

  private Architecture draw(RandomGenerator random) {
    return space.decode(space.sample(random));
  }

  private static List<ChannelGroup> groups(Architecture architecture) {
    return ChannelGroups.adjustable(architecture).stream()
        .filter(
            group ->
                group.kind() == ChannelGroup.Kind.EXPANSION
                    || group.kind() == ChannelGroup.Kind.BOTTLENECK)
        .toList();
  }

  private static Architecture resize(
      Architecture architecture, ChannelGroup group, RandomGenerator random, int multiple) {
    double share = 0.4 + 0.6 * random.nextDouble();
    int channels = (int) (group.channels() * share) / multiple * multiple;
    return ChannelGroups.resize(architecture, group.id(), Math.max(multiple, channels));
  }

  private static TableVerification part(TableVerification whole, int from, int to) {
    return TableVerification.of(whole.networks().subList(from, to));
  }

  private static void printFloor(TableVerification first, TableVerification second) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < first.networks().size(); i++) {
      ratios.add(
          second.networks().get(i).measured().medianMillis()
              / first.networks().get(i).measured().medianMillis());
    }
    double common = ratios.stream().sorted().toList().get(ratios.size() / 2);
    print(
        "pass to pass: common factor %.3f, after it mean %.2f %%, max %.2f %%",
        common,
        100 * ratios.stream().mapToDouble(r -> Math.abs(r / common - 1)).average().orElseThrow(),
        100 * ratios.stream().mapToDouble(r -> Math.abs(r / common - 1)).max().orElseThrow());
  }

  private static void print(String name, TableVerification v) {
    print(
        "%-16s MAPE %.2f %% bias %+.2f %% max %.2f %%; scaled: MAPE %.2f %% max %.2f %%; tau %.3f",
        name,
        100 * v.mape(),
        100 * v.bias(),
        100 * v.maxError(),
        100 * v.scaledMape(),
        100 * v.scaledMaxError(),
        v.kendallTau());
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
