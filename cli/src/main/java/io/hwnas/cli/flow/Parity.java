package io.hwnas.cli.flow;

import io.hwnas.evaluator.TorchNetwork;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.latency.OnnxInference;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Seeds;
import io.hwnas.space.TensorShape;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** How far an exported network's answers are from those of the trained one. */
final class Parity {
  private static final int IMAGES = 32;

  private Parity() {}

  /**
   * Images that both networks see.
   *
   * @param images the images
   * @param normalisation what makes them network input
   */
  record Images(ImageSet images, Normalisation normalisation) {
    private static final int COUNT = 4;
    private static final double HALF = 0.5;

    /** Draws noise in the form that a network takes, where there are no images. */
    static Images noise(LayerGraph graph, long seed) {
      TensorShape input = graph.input();
      ImageSet.Builder noise =
          ImageSet.builder(input.channels(), input.height(), input.width(), List.of("noise"));
      RandomGenerator random = Seeds.of(seed, "parity/noise");
      for (int image = 0; image < COUNT; image++) {
        byte[] samples = new byte[input.channels() * input.height() * input.width()];
        random.nextBytes(samples);
        noise.add(0, samples);
      }
      List<Double> halves = Collections.nCopies(input.channels(), HALF);
      return new Images(noise.build(), new Normalisation(halves, halves));
    }
  }

  /**
   * Compares both on the first images of a set.
   *
   * @return the greatest difference over the greatest answer, max|a−b| / max|b|
   */
  static double error(
      LayerGraph graph, Weights weights, byte[] onnx, Images images, TorchOptions torch) {
    FloatTensor inputs = inputs(images.images(), images.normalisation());
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
