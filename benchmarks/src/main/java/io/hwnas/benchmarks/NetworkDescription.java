package io.hwnas.benchmarks;

import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A graph as plain lists and maps, for a program in another language to build it from. */
final class NetworkDescription {
  private NetworkDescription() {}

  /** Returns one map a layer: its operator, where its inputs come from, its parameters' names. */
  static List<Map<String, Object>> of(LayerGraph graph) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Layer layer : graph.layers()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", layer.name());
      entry.put("inputs", layer.inputs());
      entry.put("parameters", layer.parameters().stream().map(p -> p.name()).toList());
      entry.putAll(operator(layer.operator()));
      layers.add(entry);
    }
    return layers;
  }

  private static Map<String, Object> operator(Operator operator) {
    if (operator instanceof Operator.Convolution convolution) {
      return convolution(convolution);
    }
    if (operator instanceof Operator.BatchNormalization norm) {
      return Map.of(
          "operator",
          "batchNorm",
          "channels",
          norm.channels(),
          "epsilon",
          norm.constants().epsilon(),
          "momentum",
          norm.constants().momentum());
    }
    if (operator instanceof Operator.Activation activation) {
      return Map.of("operator", activation.nonlinearity().name().toLowerCase(Locale.ROOT));
    }
    if (operator instanceof Operator.Gating gating) {
      return Map.of("operator", gating.gate().name().toLowerCase(Locale.ROOT));
    }
    if (operator instanceof Operator.Dropout dropout) {
      return Map.of("operator", "dropout", "rate", dropout.rate());
    }
    if (operator instanceof Operator.Linear linear) {
      if (!linear.bias()) {
        throw new IllegalArgumentException("only fully connected layers with bias can be compared");
      }
      return Map.of("operator", "linear", "in", linear.inFeatures(), "out", linear.outFeatures());
    }
    if (operator instanceof Operator.GlobalAveragePool) {
      return Map.of("operator", "globalAveragePool");
    }
    return Map.of("operator", operator instanceof Operator.Scale ? "scale" : "add");
  }

  private static Map<String, Object> convolution(Operator.Convolution convolution) {
    if (!convolution.pads().symmetric()) {
      throw new IllegalArgumentException("only symmetric padding can be compared");
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("operator", "convolution");
    entry.put("in", convolution.inChannels());
    entry.put("out", convolution.outChannels());
    entry.put("kernel", convolution.kernel());
    entry.put("stride", convolution.stride());
    entry.put("groups", convolution.groups());
    entry.put("padding", convolution.pads().before());
    entry.put("bias", convolution.bias());
    return entry;
  }
}
