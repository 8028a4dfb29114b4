package io.hwnas.benchmarks;

import io.hwnas.benchmarks.V3StyleTables.Found;
import io.hwnas.latency.DecisionLatency;
import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.TableBuilder;
import io.hwnas.latency.TableLatencyModel;
import io.hwnas.latency.TableProtocol;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.search.Algorithm;
import io.hwnas.search.SearchSettings;
import io.hwnas.space.Architecture;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.ReferenceNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Searches Once-for-All's ImageNet space at the latencies that MobileNetV3-Large and -Small measure
 * on this machine, and prints what was found beside them, and beside what is found for a Note10.
 *
 * <p>Arguments: the data's folder, the latency table of the space on this machine, which is
 * measured where there is none, evaluations, seeds.
 */
final class V3Style {
  private static final List<String> REFERENCES =
      List.of("mobilenet-v3-large", "mobilenet-v3-small");
  private static final TimingProtocol TIMING = new TimingProtocol(5, 10, 2, 3);
  private static final int BISECTIONS = 9;

  private final OnnxRuntime runtime = new OnnxRuntime(RuntimeOptions.SINGLE_THREAD);
  private final OnceForAllTask note10;
  private final OnceForAllTask here;
  private final int evaluations;
  private final int seeds;

  private V3Style(Path data, Path table, int evaluations, int seeds) throws IOException {
    this.note10 = OnceForAllTask.read(data);
    this.here = note10.on(latencyHere(table));
    this.evaluations = evaluations;
    this.seeds = seeds;
  }

  public static void main(String[] arguments) throws IOException {
    new V3Style(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]))
        .run();
  }

  private DecisionLatency latencyHere(Path file) throws IOException {
    if (!Files.exists(file)) {
      long start = System.nanoTime();
      LatencyTable built =
          new TableBuilder(runtime)
              .build(
                  List.of(OnceForAllTask.SOURCE),
                  TableProtocol.quick(),
                  1,
                  MeasurementLog.inMemory(),
                  ProgressListener.SILENT);
      LatencyTables.write(file, built);
      System.err.printf("table measured in %.0f s%n", (System.nanoTime() - start) / 1e9);
    }
    LatencyTable table = LatencyTables.readHere(file, false);
    System.out.printf("Table of %d blocks, %s.%n", table.entries().size(), table.calibration());
    return new TableLatencyModel(table).compile(note10.space());
  }

  private void run() {
    Map<String, Double> budgets = measured(references());
    List<Found> found = new ArrayList<>();
    Map<String, Architecture> networks = new LinkedHashMap<>();
    references().forEach(one -> networks.put(one.name(), one));
    for (String reference : REFERENCES) {
      Found one = atLatencyOf(reference, budgets.get(reference));
      found.add(one);
      networks.put(one.name(), one.architecture());
    }
    new V3StyleTables(networks, measured(List.copyOf(networks.values())), found).print();
    for (Found one : found) {
      V3StyleTables.printBlocks(
          one.architecture(), ReferenceNetworks.named(REFERENCES.get(found.indexOf(one))));
      compareWithNote10(one);
    }
  }

  private static List<Architecture> references() {
    return REFERENCES.stream().map(ReferenceNetworks::named).toList();
  }

  private Map<String, Double> measured(List<Architecture> networks) {
    List<TimedNetwork> timed =
        networks.stream()
            .<TimedNetwork>map(one -> new GraphNetwork(one.name(), LayerGraph.of(one)))
            .toList();
    Map<String, Double> millis = new LinkedHashMap<>();
    for (LatencyMeasurement one : new NetworkTimer(runtime).measure(timed, TIMING)) {
      millis.put(one.name(), one.medianMillis());
    }
    return millis;
  }

  /** Searches at a latency, or at the least the space has where that is more. */
  private Found atLatencyOf(String reference, double millis) {
    double least = here.latency().predict(fastest(here)).millis();
    if (least > millis) {
      System.out.printf(
          "%nNo network of the space is as fast as %s (%.2f ms): the fastest is predicted %.2f ms,"
              + " and 1.1 times that is the budget.%n",
          reference, millis, least);
    }
    return best(here, Math.max(millis, least > millis ? 1.1 * least : millis))
        .named("found at " + reference + "'s");
  }

  private Found best(OnceForAllTask task, double millis) {
    return LongStream.rangeClosed(1, seeds)
        .mapToObj(
            seed -> task.best(Algorithm.GENETIC, SearchSettings.of(evaluations), millis, seed))
        .map(vector -> found(task, vector))
        .max(Comparator.comparingDouble(Found::accuracy))
        .orElseThrow();
  }

  private static Found found(OnceForAllTask task, DecisionVector vector) {
    return new Found(
        "",
        task.space().space().decode(vector),
        vector,
        task.predictor().accuracy(vector),
        task.latency().predict(vector).millis());
  }

  private static DecisionVector fastest(OnceForAllTask task) {
    return task.space().space().smallest();
  }

  /** Finds the network for a Note10 of the same predicted accuracy, and prints both. */
  private void compareWithNote10(Found mine) {
    double low = note10.latency().predict(fastest(note10)).millis();
    double high = note10.latency().predict(note10.space().space().largest()).millis();
    Found theirs = best(note10, high);
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      Found one = best(note10, middle);
      if (one.accuracy() >= mine.accuracy()) {
        theirs = one;
        high = middle;
      } else {
        low = middle;
      }
    }
    V3StyleTables.printDevices(
        note10.space().space(), mine, theirs, here.latency(), note10.latency());
  }
}
