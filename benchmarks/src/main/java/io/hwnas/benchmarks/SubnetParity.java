package io.hwnas.benchmarks;

import io.hwnas.evaluator.TorchNetwork;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.SlicedNetwork;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.latency.OnnxInference;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.Arrays;
import java.util.Locale;

/** Holds random networks of a space to one answer from libtorch and from ONNX Runtime. */
final class SubnetParity {
  private static final double BAR = 1e-4;

  private SubnetParity() {}

  public static void main(String[] arguments) {
    SearchSpace space = SearchSpace.named(arguments[0]);
    double[] whole = new double[Integer.parseInt(arguments[1])];
    double[] sliced = new double[whole.length];
    for (int i = 0; i < whole.length; i++) {
      LayerGraph graph = LayerGraph.of(space.decode(space.sample(Seeds.of(7, space.name(), i))));
      Weights weights = WeightInit.random(graph, Seeds.of(i, "weights"));
      FloatTensor image = Answers.image(graph.input(), Seeds.of(i, "image"));
      float[] expected;
      try (TorchNetwork network = TorchNetwork.of(graph, weights, new TorchOptions(1))) {
        expected = network.run(image).values();
      }
      SlicedNetwork parts = SlicedNetwork.of(graph, weights);
      whole[i] = error(expected, graph, weights, image);
      sliced[i] = error(expected, parts.graph(), parts.weights(), image);
    }
    boolean met = print("whole", whole) & print("in slices", sliced);
    System.exit(met ? 0 : 1);
  }

  private static double error(
      float[] expected, LayerGraph graph, Weights weights, FloatTensor image) {
    byte[] onnx = OnnxWriter.toBytes(graph, weights);
    return Answers.error(expected, OnnxInference.run(graph.name(), onnx, image).values());
  }

  private static boolean print(String schedule, double[] errors) {
    Arrays.sort(errors);
    double largest = errors[errors.length - 1];
    System.out.printf(
        Locale.ROOT,
        "%s: %d networks, median %.1e, largest %.1e%n",
        schedule,
        errors.length,
        errors[errors.length / 2],
        largest);
    return largest < BAR;
  }
}
