package io.hwnas.benchmarks;

import io.hwnas.latency.ComparedErrors;
import io.hwnas.latency.CompletingLatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.TableBuilder;
import io.hwnas.latency.TableProtocol;
import io.hwnas.latency.TableSource;
import io.hwnas.latency.TableVerification;
import io.hwnas.latency.TableVerifier;
import io.hwnas.latency.TimingSession;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimingProtocol;
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
  private static final int PASSES = 2;
  private static final int SESSIONS = 6;

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
            .build(
                List.of(TableSource.OfSpace.named(space.name())),
                protocol,
                seed,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT);
    LatencyTables.write(file, table);
    print("table: %d entries in %.1f s", table.entries().size(), seconds(start));
    print("%s", table.calibration());
    CompletingLatencyModel model =
        new CompletingLatencyModel(table, runtime, MeasurementLog.inMemory());
    List<Architecture> networks = new ArrayList<>();
    for (int i = 0; i < UNSEEN; i++) {
      networks.add(draw(Seeds.of(NETWORKS_SEED, "unseen", i)).named("unseen-" + i));
    }
    networks.addAll(timed("shrunk in steps", table, model, this::shrunkInSteps));
    networks.addAll(timed("shrunk at once", model.table(), model, this::shrunkAtOnce));
    TableVerification all =
        new TableVerifier(PASSES, SESSIONS, ProgressListener.SILENT)
            .verify(
                model,
                networks,
                TimingSession.inThisProcess(runtime, new TimingProtocol(1, 10, 2, 3)));
    print("all", all);
    print("unseen", part(all, 0, UNSEEN));
    print("shrunk in steps", part(all, UNSEEN, UNSEEN + SHRUNK));
    print("shrunk at once", part(all, UNSEEN + SHRUNK, networks.size()));
  }

  /** Shrinks networks; every prediction on the way completes the model's table. */
  private interface Shrinking {
    Architecture shrink(int index, CompletingLatencyModel model);
  }

  private List<Architecture> timed(
      String name, LatencyTable before, CompletingLatencyModel model, Shrinking shrinking) {
    long start = System.nanoTime();
    List<Architecture> shrunk = new ArrayList<>();
    for (int i = 0; i < SHRUNK; i++) {
      shrunk.add(shrinking.shrink(i, model));
    }
    int completed = model.table().entries().size() - before.entries().size();
    print(
        "%s: %d blocks completed, %.1f ms a block",
        name, completed, 1000 * seconds(start) / completed);
    return shrunk;
  }

  private Architecture shrunkInSteps(int index, CompletingLatencyModel model) {
    RandomGenerator random = Seeds.of(NETWORKS_SEED, "steps", index);
    Architecture architecture = draw(random);
    model.predict(LayerGraph.of(architecture));
    for (int step = 0; step < SHRINK_STEPS; step++) {
      List<ChannelGroup> groups = groups(architecture);
      ChannelGroup group = groups.get(random.nextInt(groups.size()));
      architecture = resize(architecture, group, random, 4);
      model.predict(LayerGraph.of(architecture));
    }
    return architecture.named("shrunk-in-steps-" + index);
  }

  private Architecture shrunkAtOnce(int index, CompletingLatencyModel model) {
    RandomGenerator random = Seeds.of(NETWORKS_SEED, "at-once", index);
    Architecture architecture = draw(random);
    model.predict(LayerGraph.of(architecture));
    for (ChannelGroup group : groups(architecture)) {
      architecture = resize(architecture, group, random, index % 2 == 0 ? 4 : 1);
    }
    model.predict(LayerGraph.of(architecture));
    return architecture.named("shrunk-at-once-" + index);
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

  private static void print(String name, TableVerification verification) {
    print(name, verification.table());
    print(name + ", noise floor", verification.noiseFloor());
  }

  private static void print(String name, ComparedErrors errors) {
    print(
        "%-28s MAPE %.2f %% bias %+.2f %% max %.2f %%; scaled: MAPE %.2f %% max %.2f %%; tau %.3f",
        name,
        100 * errors.raw().mape(),
        100 * errors.raw().bias(),
        100 * errors.raw().maxError(),
        100 * errors.scaled().mape(),
        100 * errors.scaled().maxError(),
        errors.raw().kendallTau());
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
