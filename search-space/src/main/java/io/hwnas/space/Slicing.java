package io.hwnas.space;

import io.hwnas.space.Parameter.Axis;
import io.hwnas.space.Parameter.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rebuilds a graph with its inverted residuals in slices; used once. */
final class Slicing {
  /**
   * The layers of an inverted residual that is cut. Each of the three convolutions stands before
   * its batch norm, the first two also before their nonlinearity.
   */
  private record Cut(int expand, int depthwise, int project, int count) {}

  private final LayerGraph original;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, SlicedGraph.Slice> slices = new HashMap<>();

  /** Where the value of each original layer is. */
  private final Map<Integer, Integer> places = new HashMap<>();

  Slicing(LayerGraph original) {
    this.original = original;
    places.put(Layer.NETWORK_INPUT, Layer.NETWORK_INPUT);
  }

  SlicedGraph slice() {
    int at = 0;
    for (int block = 0; block < original.blocks().size(); block++) {
      int end = at + original.blocks().get(block).layers().size();
      Optional<Cut> cut = cut(at, end);
      if (block == 0 && cut.isEmpty() && original.blocks().size() > 1) {
        int endOfFirst = end + original.blocks().get(1).layers().size();
        cut = cut(at, endOfFirst);
        if (cut.isPresent()) {
          block++;
          end = endOfFirst;
        }
      }
      if (cut.isPresent()) {
        emit(cut.get());
        at = cut.get().project() + 2;
      }
      for (; at < end; at++) {
        copy(layer(at));
      }
    }
    LayerGraph graph =
        new LayerGraph(
            original.name(), original.input(), layers, List.of(), original.channelGroups());
    return new SlicedGraph(graph, slices);
  }

  private Layer layer(int index) {
    return original.layers().get(index);
  }

  /** Finds the eight layers that are an expansion, a depthwise stage and a linear projection. */
  private Optional<Cut> cut(int from, int end) {
    int last = from + 8;
    if (last > end
        || !isUnit(from, true)
        || !isUnit(from + 3, true)
        || !isUnit(from + 6, false)
        || !isDepthwise(from + 3)
        || isDepthwise(from)
        || isDepthwise(from + 6)
        || needsWhole(last, end, from + 2)) {
      return Optional.empty();
    }
    TensorShape input = shape(layer(from).inputs().get(0));
    long most = Math.max(input.elements(), layer(from + 6).output().elements());
    long expanded = layer(from).output().elements();
    int count = (int) Math.min((expanded + most - 1) / most, layer(from).output().channels());
    return count < 2 ? Optional.empty() : Optional.of(new Cut(from, from + 3, from + 6, count));
  }

  /** A nonlinearity after the projection needs the whole sum, a residual the whole expansion. */
  private boolean needsWhole(int last, int end, int expanded) {
    return last < end
        && (layer(last).operator() instanceof Operator.Activation
            || layer(last).inputs().contains(expanded));
  }

  private boolean isUnit(int at, boolean activated) {
    return layer(at).operator() instanceof Operator.Convolution
        && layer(at + 1).operator() instanceof Operator.BatchNormalization
        && (!activated || layer(at + 2).operator() instanceof Operator.Activation);
  }

  private boolean isDepthwise(int at) {
    return layer(at).operator() instanceof Operator.Convolution convolution
        && convolution.groups() > 1;
  }

  private TensorShape shape(int layer) {
    return layer == Layer.NETWORK_INPUT ? original.input() : layer(layer).output();
  }

  private void emit(Cut cut) {
    int channels = layer(cut.expand()).output().channels();
    int each = (channels + cut.count() - 1) / cut.count();
    int sum = Layer.NETWORK_INPUT;
    for (int from = 0; from < channels; from += each) {
      int to = Math.min(channels, from + each);
      int input = places.get(layer(cut.expand()).inputs().get(0));
      int x = convolution(cut.expand(), from, to, input);
      x = activation(cut.expand() + 2, from, x);
      x = convolution(cut.depthwise(), from, to, x);
      x = activation(cut.depthwise() + 2, from, x);
      int part = projection(cut.project(), from, to, x);
      sum = from == 0 ? part : add(cut.project(), from, sum, part);
    }
    places.put(cut.project() + 1, sum);
  }

  /** A slice of the output channels: their filters of an expansion or a depthwise stage. */
  private int convolution(int index, int from, int to, int input) {
    Operator.Convolution whole = (Operator.Convolution) layer(index).operator();
    int count = to - from;
    boolean depthwise = whole.groups() > 1;
    Operator.Convolution part =
        new Operator.Convolution(
            depthwise ? count : whole.inChannels(),
            count,
            whole.kernel(),
            whole.stride(),
            depthwise ? count : 1,
            whole.pads(),
            true);
    return convolution(index, part, slice(index, from, to, false), input);
  }

  /** A slice of the input channels; the first brings the bias. */
  private int projection(int index, int from, int to, int input) {
    Operator.Convolution whole = (Operator.Convolution) layer(index).operator();
    Operator.Convolution part =
        new Operator.Convolution(to - from, whole.outChannels(), 1, 1, 1, whole.pads(), from == 0);
    return convolution(index, part, slice(index, from, to, true), input);
  }

  private SlicedGraph.Slice slice(int index, int from, int to, boolean ofInput) {
    return new SlicedGraph.Slice(layer(index), layer(index + 1), from, to, ofInput);
  }

  private int convolution(
      int index, Operator.Convolution part, SlicedGraph.Slice slice, int input) {
    Layer whole = layer(index);
    String name = name(whole, slice.from());
    String parameter = name.replace('/', '.');
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(
        new Parameter(
            parameter + ".weight",
            Role.WEIGHT,
            List.of(
                axis(part.outChannels()),
                axis(part.inChannels() / part.groups()),
                new Axis(part.kernel(), Axis.KERNEL),
                new Axis(part.kernel(), Axis.KERNEL))));
    if (part.bias()) {
      parameters.add(
          new Parameter(parameter + ".bias", Role.BIAS, List.of(axis(part.outChannels()))));
    }
    slices.put(name, slice);
    TensorShape output = whole.output();
    TensorShape shape = new TensorShape(part.outChannels(), output.height(), output.width());
    return append(whole, name, part, List.of(input), shape, parameters);
  }

  private static Axis axis(int size) {
    return new Axis(size, Axis.SINGLE);
  }

  private int activation(int index, int from, int input) {
    Layer whole = layer(index);
    TensorShape shape = layers.get(input).output();
    return append(whole, name(whole, from), whole.operator(), List.of(input), shape, List.of());
  }

  private int add(int project, int from, int sum, int part) {
    Layer whole = layer(project);
    return append(
        whole,
        name(whole, from) + "/sum",
        new Operator.Add(),
        List.of(sum, part),
        whole.output(),
        List.of());
  }

  private static String name(Layer whole, int from) {
    return whole.name() + "/from" + from;
  }

  private int append(
      Layer like,
      String name,
      Operator operator,
      List<Integer> inputs,
      TensorShape output,
      List<Parameter> parameters) {
    layers.add(
        new Layer(layers.size(), name, like.blockId(), operator, inputs, output, parameters));
    return layers.size() - 1;
  }

  private void copy(Layer layer) {
    List<Integer> inputs = layer.inputs().stream().map(places::get).toList();
    int place =
        append(layer, layer.name(), layer.operator(), inputs, layer.output(), layer.parameters());
    places.put(layer.index(), place);
  }
}
