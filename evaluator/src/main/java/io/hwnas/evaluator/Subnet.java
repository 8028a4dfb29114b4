package io.hwnas.evaluator;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import io.hwnas.space.TensorShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One architecture on shared weights: dense copies of its slices, so that operators run at full
 * speed and gradients have the subnet's size before they are added to the shared ones.
 *
 * <p>Slices that are dense as they lie are not copied. It lives in the scope it was made in.
 */
final class Subnet implements AutoCloseable {
  private final Interpreter interpreter;
  private final Map<String, Tensor> slices = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final FlatTensors statistics;

  /** Cuts out a subnet; its batch norms' running statistics are 0 until it is calibrated. */
  Subnet(LayerGraph graph, FlatTensors shared) {
    interpreter = new Interpreter(graph);
    for (Parameter parameter : SharedSlices.trained(graph)) {
      Tensor slice = SharedSlices.view(shared.get(parameter.name()), parameter);
      Tensor dense =
          slice.dim() == 4 ? slice.contiguous(torch.MemoryFormat.ChannelsLast) : slice.contiguous();
      slices.put(parameter.name(), dense);
      parameters.put(parameter.name(), parameter);
    }
    statistics =
        new FlatTensors(graph.parameters().stream().filter(p -> !p.role().trained()).toList());
  }

  LayerGraph graph() {
    return interpreter.graph();
  }

  /** Computes the answers to images of any resolution; they are resized to the subnet's. */
  Tensor forward(Supplier<Tensor> images, Pass pass, KeptValues kept) {
    return interpreter.forward(() -> resized(images.get()), this::parameter, pass, kept);
  }

  /** Tells whether a pass can go on with nothing but what a layer computed. */
  boolean canGoOnFrom(Layer layer) {
    return interpreter.canGoOnFrom(layer);
  }

  /** Takes the running statistics of layers from those that another subnet had. */
  void takeStatistics(List<Layer> layers, Map<String, FloatTensor> known) {
    layers.stream()
        .flatMap(layer -> layer.parameters().stream())
        .filter(parameter -> !parameter.role().trained())
        .map(Parameter::name)
        .forEach(name -> Tensors.fill(statistics.get(name), known.get(name)));
  }

  /** Copies the running statistics to the heap. */
  Map<String, FloatTensor> statistics() {
    Map<String, FloatTensor> read = new LinkedHashMap<>();
    statistics.readInto(read, "");
    return read;
  }

  private Tensor resized(Tensor images) {
    TensorShape input = graph().input();
    if (images.size(2) == input.height() && images.size(3) == input.width()) {
      return images;
    }
    return torch.upsample_bilinear2d(images, new long[] {input.height(), input.width()}, false);
  }

  private Tensor parameter(String name) {
    Tensor slice = slices.get(name);
    return slice != null ? slice : statistics.get(name);
  }

  /** Begins a pass on images of any resolution whose gradients will be asked for. */
  TrainingPass train(Tensor images, Pass pass) {
    return interpreter.train(resized(images), this::parameter, pass);
  }

  /** Adds a parameter's gradient to its place in that of the shared one. */
  void addGradient(FlatTensors shared, String name, Tensor gradient) {
    SharedSlices.view(shared.get(name), parameters.get(name)).add_(gradient);
  }

  /** Copies the weights to the heap, with the statistics as they are. */
  Weights weights() {
    Map<String, FloatTensor> read = new LinkedHashMap<>();
    slices.forEach((name, slice) -> read.put(name, Tensors.read(slice)));
    statistics.readInto(read, "");
    return Weights.of(read).select(graph());
  }

  @Override
  public void close() {
    statistics.close();
  }
}
