package io.hwnas.cli.flow;

import io.hwnas.evaluator.TorchNetwork;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.latency.OnnxInference;
import io.hwnas.space.LayerGraph;
import java.util.List;

/** How far an exported network's answers are from those of the trained one. */
final class Parity {
  private static final int IMAGES = 32;

  private Parity() {}

  /**
   * Compares both on the first images of a set.
   *
   * @return the greatest difference over the greatest answer, max|a−b| / max|b|
   */
  static double error(
      LayerGraph graph,
      Weights weights,
      byte[] onnx,
      ImageSet images,
      Normalisation normalisation,
      TorchOptions torch) {
    FloatTensor inputs = inputs(images, normalisation);
    FloatTensor trained;
    try (TorchNetwork network = TorchNetwork.of(graph, weights, torch)) {
      trained = network.run(inputs);
    }
    FloatTensor exported = OnnxInference.run(graph.name(), onnx, inputs);
    double difference = 0;
    double greatest = 0;
    for (int i = 0; i < trained.size(); i++) {
      difference = Math.max(difference, Math.abs(trained.get(i) - exported.get(i)));
      greatest = Math.max(greatest, Math.abs(exported.get(i)));
    }
    return difference / greatest;
  }

  private static FloatTensor inputs(ImageSet images, Normalisation normalisation) {
    int count = Math.min(IMAGES, images.size());
    List<Integer> shape = List.of(count, images.channels(), images.height(), images.width());
    float[] values = new float[count * images.bytesPerImage()];
    int next = 0;
    for (int image = 0; image < count; image++) {
      for (int channel = 0; channel < images.channels(); channel++) {
        for (int y = 0; y < images.height(); y++) {
          for (int x = 0; x < images.width(); x++) {
            values[next++] = normalisation.apply(images.sample(image, channel, y, x), channel);
          }
        }
      }
    }
    return new FloatTensor(shape, values);
  }
}
