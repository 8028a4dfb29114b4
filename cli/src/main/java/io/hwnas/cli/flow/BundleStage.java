package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Safetensors;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.results.Bundle;
import io.hwnas.results.NetworkFigures;
import io.hwnas.results.Provenance;
import io.hwnas.space.Architectures;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.LinkedHashMap;
import java.util.Map;

/** Leaves the found network ready to be used: architecture, weights, ONNX model, provenance. */
final class BundleStage implements Stage<Double> {
  private static final String PARITY = "parityError";

  private final RunContext context;
  private final LatencyTable table;
  private final Candidate found;
  private final NetworkFigures figures;

  BundleStage(RunContext context, LatencyTable table, Candidate found, NetworkFigures figures) {
    this.context = context;
    this.table = table;
    this.found = found;
    this.figures = figures;
  }

  @Override
  public String name() {
    return "bundle";
  }

  @Override
  public Double run(ProgressListener progress) {
    LayerGraph graph = found.graph();
    byte[] onnx = OnnxWriter.toBytes(graph, found.weights());
    double parityError =
        Parity.error(
            graph,
            found.weights(),
            onnx,
            context.images().of(graph).validation().images(),
            context.images().of(graph).normalisation(),
            context.config().torch());
    Map<String, String> fingerprint = new LinkedHashMap<>();
    LatencyTables.map(table.fingerprint())
        .forEach((key, value) -> fingerprint.put(key, value.toString()));
    Bundle.write(
        context.directory().bestFolder(),
        Architectures.write(found.architecture()),
        file ->
            Safetensors.write(
                file, found.weights(), Map.of("network", graph.name(), "format", "pt")),
        file -> java.nio.file.Files.write(file, onnx),
        new Provenance(
            Versions.all(),
            Map.of("run", context.config().seed()),
            fingerprint,
            figures,
            parityError));
    return parityError;
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
