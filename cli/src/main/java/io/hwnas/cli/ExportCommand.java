package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.export.DotWriter;
import io.hwnas.export.OnnxForm;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Safetensors;
import io.hwnas.export.SlicedNetwork;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.OnceForAllNetConfig;
import io.hwnas.space.OnceForAllSpec;
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
      "Write a network as ONNX, safetensors, Graphviz text, YAML or JSON.",
      "That is, the network itself, its weights, its graph, or its architecture.",
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
    /** The architecture as YAML. */
    ARCH,
    /** The architecture as Once-for-All's {@code net.config}. */
    NET_CONFIG,
    /** The architecture as the specification of a subnet of Once-for-All's. */
    OFA_SPEC;

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
      description = {
        "onnx, safetensors, dot, arch (arch.yaml), net-config (Once-for-All's JSON) or ofa-spec",
        "(JSON of ks, e, d and r; for subnets of Once-for-All's MobileNetV3 alone)."
      })
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
    AtomicFiles.requireWritable(out, network.inputs());
    Architecture architecture = network.architecture();
    LayerGraph graph = LayerGraph.of(architecture);
    switch (format) {
      case DOT -> AtomicFiles.writeString(out, DotWriter.write(graph));
      case ARCH -> AtomicFiles.writeString(out, Architectures.write(architecture));
      case NET_CONFIG -> AtomicFiles.writeString(out, OnceForAllNetConfig.write(architecture));
      case OFA_SPEC -> AtomicFiles.writeString(out, OnceForAllSpec.of(architecture).toJson());
      case ONNX -> writeOnnx(graph);
      case SAFETENSORS ->
          Safetensors.write(out, weights(graph), Map.of("network", graph.name(), "format", "pt"));
    }
    ObjectNode tree = Json.object().put("network", graph.name()).put("file", out.toString());
    tree.put("bytes", Files.size(out));
    String text = "wrote %s to %s%n".formatted(graph.name(), out);
    if (format == Format.OFA_SPEC) {
      double width = OnceForAllSpec.widthOf(architecture);
      tree.put("width", width);
      text += width == 1 ? "" : "it says no width: read it with --width %s%n".formatted(width);
    }
    json.print(spec.commandLine().getOut(), tree, text);
    return ExitCodes.DONE;
  }

  private Weights weights(LayerGraph graph) {
    return randomWeights
        ? WeightInit.random(graph, Seeds.of(1, "export/" + graph.name()))
        : network.weights(graph);
  }

  private void writeOnnx(LayerGraph graph) throws IOException {
    OnnxWriter.requireFits(graph);
    Weights weights = weights(graph);
    Map<String, String> metadata = randomWeights ? Map.of() : metadata(graph);
    if (memoryEfficient) {
      SlicedNetwork sliced = SlicedNetwork.of(graph, weights);
      OnnxWriter.write(out, sliced.graph(), sliced.weights(), OnnxForm.DEFAULT, metadata);
    } else {
      OnnxWriter.write(out, graph, weights, OnnxForm.DEFAULT, metadata);
    }
  }

  /** Says what must be done to an image, where the weights' bundle does. */
  private Map<String, String> metadata(LayerGraph graph) {
    return network
        .preprocessing()
        .map(known -> known.at(graph.input().height()).toTexts())
        .orElse(Map.of());
  }
}
