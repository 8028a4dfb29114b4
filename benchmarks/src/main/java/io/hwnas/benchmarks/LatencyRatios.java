package io.hwnas.benchmarks;

import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * {@code SESSIONS NETWORK OTHER [NETWORK OTHER]...} times all of the networks, reference networks
 * by name or ONNX files, in turn on one thread and prints for each pair how the first's latency
 * relates to the second's: a ratio of medians in each session, their median, and the least and the
 * greatest.
 */
final class LatencyRatios {
  private static final TimingProtocol ONE_SESSION = new TimingProtocol(1, 12, 2, 3);

  /** Each network's median milliseconds in each session. */
  private final Map<String, List<Double>> sessionMillis = new LinkedHashMap<>();

  private LatencyRatios() {}

  public static void main(String[] arguments) throws IOException {
    int sessions = Integer.parseInt(arguments[0]);
    List<String> names = List.of(arguments).subList(1, arguments.length);
    LatencyRatios ratios = new LatencyRatios();
    ratios.measure(names.stream().distinct().toList(), sessions);
    System.out.println("| network | ms | other | ms | ratio | over the sessions |");
    System.out.println("|---|---|---|---|---|---|");
    for (int i = 0; i < names.size(); i += 2) {
      System.out.println(ratios.row(names.get(i), names.get(i + 1)));
    }
  }

  private void measure(List<String> names, int sessions) throws IOException {
    List<TimedNetwork> networks = new ArrayList<>();
    for (String name : names) {
      networks.add(network(name));
      sessionMillis.put(name, new ArrayList<>());
    }
    NetworkTimer timer = new NetworkTimer(new OnnxRuntime(RuntimeOptions.SINGLE_THREAD));
    for (int session = 0; session < sessions; session++) {
      for (LatencyMeasurement one : timer.measure(networks, ONE_SESSION)) {
        sessionMillis.get(one.name()).add(one.medianMillis());
      }
    }
  }

  private static TimedNetwork network(String name) throws IOException {
    return name.endsWith(".onnx")
        ? TimedNetwork.ofOnnx(name, Files.readAllBytes(Path.of(name)))
        : new GraphNetwork(name, LayerGraph.of(ReferenceNetworks.named(name)));
  }

  private String row(String name, String other) {
    double[] millis = millis(name);
    double[] otherMillis = millis(other);
    double[] ratios = new double[millis.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = millis[i] / otherMillis[i];
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %s | %.2f | %.3f | %.3f to %.3f |",
        name,
        median(millis),
        other,
        median(otherMillis),
        median(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow());
  }

  private double[] millis(String name) {
    return sessionMillis.get(name).stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double median(double[] values) {
    return new Median().evaluate(values);
  }
}
