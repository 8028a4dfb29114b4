package io.hwnas.benchmarks;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.latency.OnnxInference;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Seeds;
import io.hwnas.space.TensorShape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A network of random weights in one form, written when it is loaded.
 *
 * @param graph the network
 * @param weights its weights, the same for each form
 * @param form the form
 */
record FormNetwork(LayerGraph graph, Weights weights, GraphForm form) implements TimedNetwork {
  private static final long SEED = 1;

  /** A network in every form. */
  static List<FormNetwork> inEachForm(LayerGraph graph) {
    Weights weights = WeightInit.random(graph, Seeds.of(SEED, "weights", 0));
    return GraphForm.all().stream().map(form -> new FormNetwork(graph, weights, form)).toList();
  }

  @Override
  public String name() {
    return form.name();
  }

  @Override
  public byte[] onnx() {
    return FormRewriter.write(graph, weights, form);
  }

  /** Greatest difference of two forms' answers to an image, over the greatest answer. */
  double difference(FormNetwork other) {
    FloatTensor image = image(graph.input());
    float[] mine = OnnxInference.run(name(), onnx(), image).values();
    float[] theirs = OnnxInference.run(other.name(), other.onnx(), image).values();
    double greatest = 0;
    double difference = 0;
    for (int i = 0; i < mine.length; i++) {
      greatest = Math.max(greatest, Math.abs(theirs[i]));
      difference = Math.max(difference, Math.abs(mine[i] - theirs[i]));
    }
    return difference / greatest;
  }

  private static FloatTensor image(TensorShape shape) {
    RandomGenerator random = Seeds.of(SEED, "image", 0);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatTensor(List.of(1, shape.channels(), shape.height(), shape.width()), values);
  }
}
