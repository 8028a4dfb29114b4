package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Safetensors;
import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.results.Bundle;
import io.hwnas.results.LatencyPrediction;
import io.hwnas.results.NetworkFigures;
import io.hwnas.results.Provenance;
import io.hwnas.space.Architectures;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Leaves a network ready to be used: architecture, weights, ONNX model, provenance. */
final class BundleStage implements Stage<Double> {
  private static final String PARITY = "parityError";

  private final RunContext context;
  private final Optional<LatencyTable> table;
  private final Candidate network;
  private final Function<ProgressListener, Provenance.Network> facts;

  private BundleStage(
      RunContext context,
      Optional<LatencyTable> table,
      Candidate network,
      Function<ProgressListener, Provenance.Network> facts) {
    this.context = context;
    this.table = table;
    this.network = network;
    this.facts = facts;
  }

  /** Returns the stage that leaves the found network, of which all is known. */
  static BundleStage ofFound(
      RunContext context, LatencyTable table, Candidate found, NetworkFigures figures) {
    return new BundleStage(
        context, Optional.of(table), found, progress -> Provenance.Network.of(figures));
  }

  /** Returns the stage that times a network which was compared with no other, and leaves it. */
  static BundleStage timing(
      RunContext context,
      Optional<LatencyTable> table,
      Optional<LatencyModel> latency,
      Candidate network) {
    return new BundleStage(
        context, table, network, progress -> timed(context, latency, network, progress));
  }

  private static Provenance.Network timed(
      RunContext context,
      Optional<LatencyModel> latency,
      Candidate network,
      ProgressListener progress) {
    LayerGraph graph = network.graph();
    LatencyMeasurement measured =
        new NetworkTimer(context.runtime(), context.log().under("bundle/"), progress)
            .measure(
                List.of(new GraphNetwork("network", graph)), context.config().latency().timing())
            .get(0);
    Cost cost = Cost.of(graph);
    return new Provenance.Network(
        graph.name(),
        OptionalDouble.of(network.accuracy()),
        OptionalDouble.empty(),
        BaselineChoiceStage.figure(measured),
        latency.map(model -> new LatencyPrediction(model.predict(graph).millis(), 1)),
        cost.madds(),
        cost.params());
  }

  @Override
  public String name() {
    return "bundle";
  }

  @Override
  public Double run(ProgressListener progress) {
    LayerGraph graph = network.graph();
    byte[] onnx = OnnxWriter.toBytes(graph, network.weights());
    double parityError =
        Parity.error(
            graph,
            network.weights(),
            onnx,
            context.images().of(graph).validation().images(),
            context.images().of(graph).normalisation(),
            context.config().torch());
    Bundle.write(
        context.directory().bestFolder(),
        Architectures.write(network.architecture()),
        file ->
            Safetensors.write(
                file, network.weights(), Map.of("network", graph.name(), "format", "pt")),
        file -> Files.write(file, onnx),
        new Provenance(
            Versions.all(),
            Map.of("run", context.config().seed()),
            named(new OnnxRuntime(context.config().latency().runtime()).fingerprint()),
            table.map(LatencyTable::fingerprint).map(BundleStage::named).orElse(Map.of()),
            facts.apply(progress),
            parityError));
    return parityError;
  }

  private static Map<String, String> named(Fingerprint fingerprint) {
    Map<String, String> named = new LinkedHashMap<>();
    LatencyTables.map(fingerprint).forEach((key, value) -> named.put(key, value.toString()));
    return named;
  }

  @Override
  public ObjectNode write(Double parityError) {
    return Json.object().put(PARITY, parityError);
  }

  @Override
  public Double read(JsonNode record) {
    return record.get(PARITY).asDouble();
  }

  @Override
  public String summary(Double parityError) {
    return "%s, ONNX Runtime and libtorch differ by %.1e"
        .formatted(context.directory().bestFolder(), parityError);
  }
}
