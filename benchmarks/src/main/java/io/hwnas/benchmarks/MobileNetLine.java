package io.hwnas.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.evaluator.TorchNetwork;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.SlicedNetwork;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.latency.OnnxInference;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetwork;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves every reference network in a folder, at 224 pixels and in its small-image forms, on random
 * weights: as ONNX whole and in slices, with an image and libtorch's answer to it as little-endian
 * float32, and in {@code java.jsonl} how far ONNX Runtime's answers are from libtorch's.
 */
final class MobileNetLine {
  private final Path folder;

  private MobileNetLine(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException {
    MobileNetLine line = new MobileNetLine(Path.of(arguments[0]));
    List<String> rows = new ArrayList<>();
    for (ReferenceNetwork network : ReferenceNetworks.all()) {
      for (String form : List.of("", "@32", "@28")) {
        rows.add(line.row(network.name() + form).toString());
      }
    }
    Files.write(line.folder.resolve("java.jsonl"), rows);
  }

  private ObjectNode row(String name) throws IOException {
    LayerGraph graph = LayerGraph.of(ReferenceNetworks.named(name));
    Weights weights = WeightInit.random(graph, Seeds.of(1, name, 0));
    FloatTensor image = Answers.image(graph.input(), Seeds.of(1, name, 1));
    SlicedNetwork sliced = SlicedNetwork.of(graph, weights);
    float[] answer;
    try (TorchNetwork network = TorchNetwork.of(graph, weights, new TorchOptions(1))) {
      answer = network.run(image).values();
    }
    write(name + ".input.f32", image.values());
    write(name + ".output.f32", answer);
    ObjectNode row = JsonNodeFactory.instance.objectNode().put("network", name);
    ArrayNode shape = row.putArray("shape");
    image.shape().forEach(shape::add);
    row.putArray("errors")
        .add(error(name, OnnxWriter.toBytes(graph, weights), image, answer))
        .add(
            error(
                name + "-sliced",
                OnnxWriter.toBytes(sliced.graph(), sliced.weights()),
                image,
                answer));
    return row;
  }

  private double error(String name, byte[] onnx, FloatTensor image, float[] answer)
      throws IOException {
    Files.write(folder.resolve(name + ".onnx"), onnx);
    return Answers.error(answer, OnnxInference.run(name, onnx, image).values());
  }

  private void write(String name, float[] values) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    Files.write(folder.resolve(name), buffer.array());
  }
}
