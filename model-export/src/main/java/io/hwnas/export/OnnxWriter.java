package io.hwnas.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Networks in the ONNX format, ready for inference: batch norms are folded into the convolutions
 * before them, dropout is left out.
 *
 * <p>A node is named after its layer, so every name begins with a block's id; each tensor is named
 * after the layer that computes it, apart from {@link #INPUT} and {@link #OUTPUT}. Initialisers
 * keep the parameters' names. A network that ends in a fully connected layer gives [batch,
 * features], any other graph [batch, channels, height, width].
 */
public final class OnnxWriter {
  /** Name of the model's input, [batch, channels, height, width]. */
  public static final String INPUT = "input";

  /** Name of the model's output. */
  public static final String OUTPUT = "output";

  /** Version of the operator set; the first with all that is written here is 14 (HardSwish). */
  private static final long OPSET = 17;

  /** Version of the file format that came with the operator set. */
  private static final long IR_VERSION = 8;

  private OnnxWriter() {}

  /**
   * Returns a model file in the default form.
   *
   * @param graph the network, or one block of it
   * @param weights its weights
   * @return the file's bytes
   * @throws io.hwnas.space.InvalidInputException if the weights do not fit the graph, or no ONNX
   *     file
   */
  public static byte[] toBytes(LayerGraph graph, Weights weights) {
    return toBytes(graph, weights, OnnxForm.DEFAULT);
  }

  /**
   * Returns a model file without metadata.
   *
   * @param graph the network, or one block of it
   * @param weights its weights
   * @param form the form
   * @return the file's bytes
   * @throws io.hwnas.space.InvalidInputException if the weights do not fit the graph, or no ONNX
   *     file
   */
  public static byte[] toBytes(LayerGraph graph, Weights weights, OnnxForm form) {
    return toBytes(graph, weights, form, Map.of());
  }

  /**
   * Returns a model file.
   *
   * @param graph the network, or one block of it
   * @param weights its weights
   * @param form the form
   * @param metadata free text by key, such as what must be done to an image; written in the order
   *     of the keys
   * @return the file's bytes
   * @throws io.hwnas.space.InvalidInputException if the weights do not fit the graph, or no ONNX
   *     file
   */
  public static byte[] toBytes(
      LayerGraph graph, Weights weights, OnnxForm form, Map<String, String> metadata) {
    requireFits(graph);
    weights.requireFits(graph);
    ModelProto.Builder model = ModelProto.newBuilder();
    new TreeMap<>(metadata)
        .forEach((key, text) -> model.addMetadataPropsBuilder().setKey(key).setValue(text));
    return model
        .setIrVersion(IR_VERSION)
        .setProducerName("hwnas")
        .setProducerVersion(producerVersion())
        .setDocString("%s, batch norms folded into convolutions".formatted(graph.name()))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(new OnnxLowering(graph, weights, form).lower())
        .build()
        .toByteArray();
  }

  /**
   * Finds out whether a network fits an ONNX file, before its weights are made.
   *
   * @param graph the network, or one block of it
   * @throws io.hwnas.space.InvalidInputException if its weights take more than the 2 GiB that
   *     protobuf allows
   */
  public static void requireFits(LayerGraph graph) {
    SizeLimits.requireFitsOnnx(graph);
  }

  private static String producerVersion() {
    try (InputStream in = OnnxWriter.class.getResourceAsStream("version.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a model file, whole or not at all.
   *
   * @param file where to
   * @param graph the network, or one block of it
   * @param weights its weights
   * @param form the form
   * @param metadata free text by key
   * @throws io.hwnas.space.InvalidInputException if the weights do not fit the graph, or no ONNX
   *     file
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Path file, LayerGraph graph, Weights weights, OnnxForm form, Map<String, String> metadata)
      throws IOException {
    byte[] model = toBytes(graph, weights, form, metadata);
    AtomicFiles.write(file, out -> out.write(model));
  }
}
