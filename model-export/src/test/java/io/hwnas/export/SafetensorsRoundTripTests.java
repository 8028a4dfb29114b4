package io.hwnas.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsRoundTripTests {
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsRead(
      @ForAll("tensors") Map<String, FloatTensor> tensors,
      @ForAll("texts") Map<String, String> metadata)
      throws IOException {
    Path folder = Files.createTempDirectory("safetensors");
    Path file = folder.resolve("weights.safetensors");
    try {
      Safetensors.write(file, Weights.of(tensors), metadata);
      assertEquals(new Safetensors.File(Weights.of(tensors), metadata), Safetensors.read(file));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  @Test
  void tensorsLongerThanOneChunkAreReadWhole(@TempDir Path folder) throws IOException {
    Random random = new Random(3);
    float[] values = new float[200_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Weights weights =
        Weights.of(
            Map.of(
                "a",
                FloatTensor.filled(List.of(3), 1),
                "long",
                new FloatTensor(List.of(values.length), values)));
    Path file = folder.resolve("long.safetensors");
    Safetensors.write(file, weights, Map.of());
    assertEquals(weights, Safetensors.read(file).weights());
  }

  @Provide
  Arbitrary<Map<String, FloatTensor>> tensors() {
    Arbitrary<FloatTensor> tensor =
        Arbitraries.integers()
            .between(1, 4)
            .list()
            .ofMaxSize(4)
            .flatMap(
                shape ->
                    Arbitraries.floats()
                        .withSpecialValue(Float.NaN)
                        .withSpecialValue(Float.NEGATIVE_INFINITY)
                        .array(float[].class)
                        .ofSize(shape.stream().reduce(1, (a, b) -> a * b))
                        .map(values -> new FloatTensor(shape, values)));
    return Arbitraries.maps(text(), tensor).ofMaxSize(6);
  }

  @Provide
  Arbitrary<Map<String, String>> texts() {
    return Arbitraries.maps(text(), text()).ofMaxSize(4);
  }

  /** Any text of whole characters. */
  private static Arbitrary<String> text() {
    return Arbitraries.strings()
        .withCharRange('\0', '\uD7FF')
        .withCharRange('\uE000', '\uFFFF')
        .ofMaxLength(12);
  }
}
