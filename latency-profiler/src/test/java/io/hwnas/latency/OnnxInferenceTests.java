package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.WeightInit;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OnnxInferenceTests {
  @Test
  void each_image_has_its_own_answer_in_the_order_of_the_images() {
    LayerGraph graph = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small-0.35@28"));
    byte[] onnx = OnnxWriter.toBytes(graph, WeightInit.random(graph, Seeds.of(1, "test")));
    FloatTensor images = random(2);
    FloatTensor answers = OnnxInference.run("net", onnx, images);
    assertEquals(List.of(2, 1000), answers.shape());
    FloatTensor second =
        OnnxInference.run(
            "net",
            onnx,
            new FloatTensor(
                List.of(1, 3, 28, 28),
                Arrays.copyOfRange(images.values(), images.size() / 2, images.size())));
    assertEquals(second.get(7), answers.get(1007));
    assertNotEquals(answers.get(7), answers.get(1007));
  }

  @Test
  void what_is_no_model_is_refused() {
    InvalidInputException failure =
        assertThrows(
            InvalidInputException.class,
            () -> OnnxInference.run("junk", new byte[] {1, 2, 3}, random(1)));
    assertEquals(
        "ONNX Runtime cannot run junk", failure.getMessage().split(":")[0], failure.getMessage());
  }

  private static FloatTensor random(int count) {
    RandomGenerator random = Seeds.of(2, "test");
    float[] values = new float[count * 3 * 28 * 28];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return new FloatTensor(List.of(count, 3, 28, 28), values);
  }
}
