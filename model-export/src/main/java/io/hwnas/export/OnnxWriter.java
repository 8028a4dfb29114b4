package io.hwnas.export;

import io.hwnas.space.LayerGraph;
import java.io.IOException;
import java.nio.file.Path;

/** Networks in the ONNX format. */
public final class OnnxWriter {
  /** Name of the model's input, [batch, channels, height, width]. */
  public static final String INPUT = "input";

  /** Name of the model's output. */
  public static final String OUTPUT = "output";

  private OnnxWriter() {}

  /**
   * Returns a model file in the default form.
   *
   * @param graph the network, or one block of it
   * @param weights its weights
   * @return the file's bytes
   * @throws io.hwnas.space.InvalidInputException if the weights do not fit the graph
   */
  public static byte[] toBytes(LayerGraph graph, Weights weights) {
    return toBytes(graph, weights, OnnxForm.DEFAULT);
  }

  /**
   * Returns a model file.
   *
   * @param graph the network, or one block of it
   * @param weights its weights
   * @param form the form
   * @return the file's bytes
   * @throws io.hwnas.space.InvalidInputException if the weights do not fit the graph
   */
  public static byte[] toBytes(LayerGraph graph, Weights weights, OnnxForm form) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes a model file, whole or not at all.
   *
   * @param file where to
   * @param graph the network, or one block of it
   * @param weights its weights
   * @param form the form
   * @throws io.hwnas.space.InvalidInputException if the weights do not fit the graph
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, LayerGraph graph, Weights weights, OnnxForm form)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
