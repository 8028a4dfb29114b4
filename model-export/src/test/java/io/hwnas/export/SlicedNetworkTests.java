package io.hwnas.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicedNetworkTests {
  private static final float TOLERANCE = 1e-4f;

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v2", "mobilenet-v3-large", "mnasnet-a1@32", "mobilenet-v1@28"})
  void aNetworkInSlicesComputesWhatTheWholeOneDoes(String name) throws OrtException {
    assertAgrees(LayerGraph.of(ReferenceNetworks.named(name)), new Random(3));
  }

  @Test
  void soDoRandomNetworks() throws OrtException {
    RandomGenerator generator = new Random(5);
    for (int i = 0; i < 60; i++) {
      assertAgrees(LayerGraph.of(new RandomNetworks(generator).draw("random-" + i)), generator);
    }
  }

  private static void assertAgrees(LayerGraph graph, RandomGenerator generator)
      throws OrtException {
    Weights weights = WeightInit.random(graph, generator);
    SlicedNetwork sliced = SlicedNetwork.of(graph, weights);
    sliced.weights().requireFitsExactly(sliced.graph());
    float[] image = new float[(int) graph.input().elements()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) generator.nextGaussian();
    }
    long size = graph.input().height();
    long[] shape = {1, graph.input().channels(), size, size};
    try (OnnxSession whole = new OnnxSession(OnnxWriter.toBytes(graph, weights));
        OnnxSession parts = new OnnxSession(OnnxWriter.toBytes(sliced.graph(), sliced.weights()))) {
      float[] expected = whole.run(image, shape).values();
      float largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertTrue(largest > 0);
      assertArrayEquals(expected, parts.run(image, shape).values(), TOLERANCE * largest);
    }
  }
}
