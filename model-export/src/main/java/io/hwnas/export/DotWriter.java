package io.hwnas.export;

import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.Operator;

/** Networks as Graphviz text, to be drawn by {@code dot}. */
public final class DotWriter {
  private DotWriter() {}

  /**
   * Draws a graph: one box a layer with what it computes and its output shape, one cluster a block.
   *
   * @param graph the network, or one block of it
   * @return text in the DOT language
   */
  public static String write(LayerGraph graph) {
    StringBuilder dot = new StringBuilder();
    dot.append("digraph %s {\n".formatted(quote(graph.name())));
    dot.append("  node [shape=box, fontname=\"sans-serif\"];\n");
    dot.append("  input [label=%s, shape=oval];\n".formatted(quote("input " + graph.input())));
    for (LoweredBlock block : graph.blocks()) {
      dot.append("  subgraph %s {\n".formatted(quote("cluster_" + block.id())));
      dot.append("    label=%s;\n".formatted(quote(block.id())));
      for (Layer layer : block.layers()) {
        dot.append("    l%d [label=%s];\n".formatted(layer.index(), quote(label(layer))));
      }
      dot.append("  }\n");
    }
    for (Layer layer : graph.layers()) {
      for (int input : layer.inputs()) {
        String from = input == Layer.NETWORK_INPUT ? "input" : "l" + input;
        dot.append("  %s -> l%d;\n".formatted(from, layer.index()));
      }
    }
    return dot.append("}\n").toString();
  }

  private static String label(Layer layer) {
    String path = layer.name().substring(layer.blockId().length() + 1);
    return "%s\n%s\n%s".formatted(path, operator(layer.operator()), layer.output());
  }

  private static String operator(Operator operator) {
    if (operator instanceof Operator.Convolution convolution) {
      return "%s%d×%d stride %d"
          .formatted(
              convolution.groups() == 1 ? "convolution " : "depthwise convolution ",
              convolution.kernel(),
              convolution.kernel(),
              convolution.stride());
    } else if (operator instanceof Operator.BatchNormalization) {
      return "batch norm";
    } else if (operator instanceof Operator.Activation activation) {
      return activation.nonlinearity().label();
    } else if (operator instanceof Operator.Gating gating) {
      return gating.gate().label();
    } else if (operator instanceof Operator.GlobalAveragePool) {
      return "global average pool";
    } else if (operator instanceof Operator.Scale) {
      return "scale";
    } else if (operator instanceof Operator.Add) {
      return "add";
    } else if (operator instanceof Operator.Dropout dropout) {
      return "dropout " + dropout.rate();
    }
    return "fully connected";
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
