package io.hwnas.cli;

import io.hwnas.cli.output.Json;
import io.hwnas.export.DotWriter;
import io.hwnas.export.OnnxForm;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Safetensors;
import io.hwnas.export.SlicedNetwork;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.OnceForAllNetConfig;
import io.hwnas.space.Seeds;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a network in a format that others read. */
@Command(
    name = "export",
    description = {
      "Write a network as ONNX, its weights as safetensors, or its graph as Graphviz text.",
      "A run's best network brings its weights; any other needs --weights for ONNX and safetensors,",
      "or --random-weights."
    })
final class ExportCommand implements Callable<Integer> {
  /** What can be written. */
  enum Format {
    /** An ONNX model for one image at a time, batch norms folded. */
    ONNX,
    /** The weights by parameter name. */
    SAFETENSORS,
    /** The graph as text for {@code dot}. */
    DOT,
    /** The architecture as Once-for-All's {@code net.config}. */
    NET_CONFIG;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Spec private CommandSpec spec;

  @Mixin private TrainedNetwork network;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "onnx, safetensors, dot or net-config (Once-for-All's JSON).")
  private Format format;

  @Option(
      names = "--memory-efficient",
      description = {
        "For onnx: compute each inverted residual as a sum over slices (MobileNetV2, section 5.1),",
        "which needs less memory and more time."
      })
  private boolean memoryEfficient;

  @Option(
      names = "--random-weights",
      description = "Write random weights, always the same: for measuring, not for use.")
  private boolean randomWeights;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write; an existing file is replaced, whole or not at all.")
  private Path out;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    if (memoryEfficient && format != Format.ONNX) {
      throw new InvalidInputException("--memory-efficient is for --format onnx; leave it out");
    }
    if (randomWeights && network.namesWeights()) {
      throw new InvalidInputException("--random-weights and --weights exclude each other");
    }
    LayerGraph graph = LayerGraph.of(network.architecture());
    switch (format) {
      case DOT -> AtomicFiles.writeString(out, DotWriter.write(graph));
      case NET_CONFIG ->
          AtomicFiles.writeString(out, OnceForAllNetConfig.write(network.architecture()));
      case ONNX -> writeOnnx(graph);
      case SAFETENSORS ->
          Safetensors.write(out, weights(graph), Map.of("network", graph.name(), "format", "pt"));
    }
    long bytes = Files.size(out);
    json.print(
        spec.commandLine().getOut(),
        Json.object().put("network", graph.name()).put("file", out.toString()).put("bytes", bytes),
        "wrote %s to %s%n".formatted(graph.name(), out));
    return ExitCodes.DONE;
  }

  private Weights weights(LayerGraph graph) {
    return randomWeights
        ? WeightInit.random(graph, Seeds.of(1, "export/" + graph.name()))
        : network.weights(graph);
  }

  private void writeOnnx(LayerGraph graph) throws IOException {
    Weights weights = weights(graph);
    if (memoryEfficient) {
      SlicedNetwork sliced = SlicedNetwork.of(graph, weights);
      OnnxWriter.write(out, sliced.graph(), sliced.weights(), OnnxForm.DEFAULT);
    } else {
      OnnxWriter.write(out, graph, weights, OnnxForm.DEFAULT);
    }
  }
}
