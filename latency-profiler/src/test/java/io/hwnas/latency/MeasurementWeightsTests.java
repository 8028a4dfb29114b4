package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.export.FloatTensor;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementWeightsTests {
  private static byte[] onnx(String network) {
    return GraphNetwork.of(LayerGraph.of(ReferenceNetworks.named(network))).onnx();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mobilenet-v1@96",
        "mobilenet-v2@96",
        "mobilenet-v3-large@96",
        "mobilenet-v3-small@28",
        "mnasnet-a1@96"
      })
  void activationsNeitherVanishNorGrowBeyondBounds(String network) {
    LayerGraph graph = LayerGraph.of(ReferenceNetworks.named(network));
    int pixels = ReferenceNetworks.named(network).input().resolution();
    int channels = ReferenceNetworks.named(network).input().channels();
    float[] image = new float[channels * pixels * pixels];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) Math.sin(0.7 * i);
    }
    FloatTensor answers =
        OnnxInference.run(
            network,
            GraphNetwork.of(graph).onnx(),
            new FloatTensor(List.of(1, channels, pixels, pixels), image));
    float[] values = answers.values();
    double power = 0;
    for (float value : values) {
      power += (double) value * value / values.length;
    }
    double size = Math.sqrt(power);
    assertTrue(size > 1e-3 && size < 1e3, "root of the mean square " + size);
    assertTrue(Arrays.stream(new int[] {1, 2, 3}).allMatch(i -> values[i] != values[0]));
  }

  @Test
  void modelsPackToATwentieth() throws IOException {
    byte[] onnx = onnx("mobilenet-v3-large");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(onnx);
    }
    assertTrue(20 * packed.size() < onnx.length, () -> packed.size() + " of " + onnx.length);
  }

  @Test
  void areTheSameEveryTime() {
    assertEquals(
        Arrays.hashCode(onnx("mobilenet-v3-small@28")),
        Arrays.hashCode(onnx("mobilenet-v3-small@28")));
  }
}
