package io.hwnas.benchmarks;

import io.hwnas.latency.OnnxRuntime;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Compares the forms in which a network can be written for ONNX Runtime.
 *
 * <p>{@code profile NETWORK...} holds the forms' answers against each other and prints what the
 * runtime makes of each; {@code time SEED NETWORK...} times all forms of each network, and the
 * exporter's in sessions of other options, in turn, loaded in an order that the seed draws, and
 * prints their milliseconds; {@code report FILE} prints the tables of what several processes
 * printed.
 */
final class ExportedForms {
  private static final TimingProtocol ONE_SESSION = new TimingProtocol(1, 12, 2, 3);
  private static final double TOLERANCE = 1e-4;
  private static final int VISITS = 10;

  private final OnnxRuntime runtime = new OnnxRuntime(RuntimeOptions.SINGLE_THREAD);

  private ExportedForms() {}

  public static void main(String[] arguments) throws IOException {
    List<String> rest = List.of(arguments).subList(1, arguments.length);
    switch (arguments[0]) {
      case "profile" -> new ExportedForms().profile(rest);
      case "time" ->
          new ExportedForms().time(Long.parseLong(rest.get(0)), rest.subList(1, rest.size()));
      case "report" -> FormReport.read(Path.of(rest.get(0))).print();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private void profile(List<String> names) {
    for (String name : names) {
      List<FormNetwork> networks = FormNetwork.inEachForm(graph(name));
      for (FormNetwork network : networks) {
        double difference = network.difference(networks.get(0));
        if (!(difference <= TOLERANCE)) {
          throw new IllegalStateException(
              "%s of %s differs by %s".formatted(network.name(), name, difference));
        }
        FormProfile profile =
            FormProfile.of(runtime.profile(List.of(network), VISITS, 2, 4).get(0), difference);
        System.out.println(profile.line(name, network.name()));
        profile.operatorLines(name, network.name()).forEach(System.out::println);
      }
    }
  }

  private void time(long seed, List<String> names) {
    for (String name : names) {
      List<FormNetwork> forms = FormNetwork.inEachForm(graph(name));
      List<TimedNetwork> networks = new ArrayList<>(forms);
      for (SessionChoice choice : SessionChoice.values()) {
        networks.add(new ChoosingRuntime.Chosen(forms.get(0), choice));
      }
      Collections.shuffle(networks, new Random(seed));
      InferenceRuntime choosing = new ChoosingRuntime(runtime);
      for (LatencyMeasurement one : new NetworkTimer(choosing).measure(networks, ONE_SESSION)) {
        System.out.println(
            String.format(Locale.ROOT, "time\t%s\t%s\t%.6f", name, one.name(), one.medianMillis()));
      }
    }
  }

  private static LayerGraph graph(String name) {
    return LayerGraph.of(ReferenceNetworks.named(name));
  }
}
