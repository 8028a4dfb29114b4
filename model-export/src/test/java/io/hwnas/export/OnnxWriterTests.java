package io.hwnas.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.hwnas.export.OnnxForm.HardSwishForm;
import io.hwnas.export.OnnxForm.LinearForm;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.TensorShape;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxWriterTests {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void onnxRuntimeAgreesWithTheDefinitionOfEachOperator(int form) throws OrtException {
    OnnxForm onnxForm =
        OnnxForm.DEFAULT
            .withHardSwish(HardSwishForm.values()[form % 2])
            .withLinear(LinearForm.values()[form / 2]);
    RandomGenerator generator = new Random(41 + form);
    for (int i = 0; i < 40; i++) {
      LayerGraph graph = LayerGraph.of(new RandomNetworks(generator).draw("random-" + i));
      assertAgrees(graph, WeightInit.random(graph, generator), onnxForm, generator);
    }
  }

  @Test
  void aBlockAloneAgreesToo() throws OrtException {
    RandomGenerator generator = new Random(7);
    for (int i = 0; i < 15; i++) {
      LayerGraph whole = LayerGraph.of(new RandomNetworks(generator).draw("random-" + i));
      Weights weights = WeightInit.random(whole, generator);
      for (LoweredBlock block : whole.blocks()) {
        assertAgrees(whole.isolate(block), weights, OnnxForm.DEFAULT, generator);
      }
    }
  }

  private static void assertAgrees(
      LayerGraph graph, Weights weights, OnnxForm form, RandomGenerator generator)
      throws OrtException {
    TensorShape in = graph.input();
    float[] image = image(in, generator);
    double[] expected = new ReferenceInterpreter(graph, weights).run(image);
    try (OnnxSession session = new OnnxSession(OnnxWriter.toBytes(graph, weights, form))) {
      OnnxSession.Output output = session.run(image, 1, in.channels(), in.height(), in.width());
      double largest = 0;
      double difference = 0;
      assertEquals(expected.length, output.values().length);
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        difference = Math.max(difference, Math.abs(expected[i] - output.values()[i]));
      }
      assertTrue(largest > 1e-3 && largest < 1e3, graph.name() + " gives at most " + largest);
      assertTrue(difference <= TOLERANCE * largest, graph.name() + " is off by " + difference);
    }
  }

  private static float[] image(TensorShape shape, RandomGenerator generator) {
    float[] image = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) generator.nextGaussian();
    }
    return image;
  }
}
