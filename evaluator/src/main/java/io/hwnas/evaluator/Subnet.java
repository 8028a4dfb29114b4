package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import io.hwnas.space.TensorShape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One architecture on shared weights: dense copies of its slices, each a leaf of its own, so that
 * gradients are computed at the subnet's size and then added to the shared ones.
 *
 * <p>Slices that are dense as they lie are not copied. It lives in the scope it was made in.
 */
final class Subnet implements AutoCloseable {
  private final Interpreter interpreter;
  private final Map<String, Tensor> leaves = new LinkedHashMap<>();
  private final FlatTensors statistics;

  /** Cuts out a subnet; its batch norms' running statistics are 0 until it is calibrated. */
  Subnet(LayerGraph graph, FlatTensors shared, boolean recordsGradients) {
    interpreter = new Interpreter(graph);
    for (Parameter parameter : SharedSlices.trained(graph)) {
      Tensor slice = SharedSlices.view(shared.get(parameter.name()), parameter);
      Tensor dense =
          slice.dim() == 4 ? slice.contiguous(torch.MemoryFormat.ChannelsLast) : slice.contiguous();
      Tensor leaf = dense.detach();
      leaf.set_requires_grad(recordsGradients);
      leaves.put(parameter.name(), leaf);
    }
    statistics =
        new FlatTensors(graph.parameters().stream().filter(p -> !p.role().trained()).toList());
  }

  LayerGraph graph() {
    return interpreter.graph();
  }

  /** Computes the answers to images of any resolution; they are resized to the subnet's. */
  Tensor forward(Tensor images, Pass pass) {
    return interpreter.forward(resized(images), this::parameter, pass);
  }

  private Tensor resized(Tensor images) {
    TensorShape input = graph().input();
    if (images.size(2) == input.height() && images.size(3) == input.width()) {
      return images;
    }
    return torch.upsample_bilinear2d(images, new long[] {input.height(), input.width()}, false);
  }

  private Tensor parameter(String name) {
    Tensor leaf = leaves.get(name);
    return leaf != null ? leaf : statistics.get(name);
  }

  /** Adds the leaves' gradients to those of the shared parameters. */
  void addGradientsTo(FlatTensors shared) {
    for (Parameter parameter : SharedSlices.trained(graph())) {
      Tensor gradient = leaves.get(parameter.name()).grad();
      SharedSlices.view(shared.get(parameter.name()), parameter).add_(gradient);
    }
  }

  /** Copies the weights to the heap, with the statistics as they are. */
  Weights weights() {
    Map<String, FloatTensor> read = new LinkedHashMap<>();
    leaves.forEach((name, leaf) -> read.put(name, Tensors.read(leaf)));
    statistics.readInto(read, "");
    return Weights.of(read).select(graph());
  }

  @Override
  public void close() {
    statistics.close();
  }
}
