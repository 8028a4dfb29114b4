package io.hwnas.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTests {
  private static final Provenance PROVENANCE =
      new Provenance(
          Map.of("onnxruntime", "1.29.0"),
          Map.of("search", 3L),
          Map.of("cpu", "this"),
          Map.of("cpu", "A \"quoted\": CPU"),
          Map.of("fit", "crop", "mean", List.of(0.25, 0.5)),
          Provenance.Network.of(
              new NetworkFigures(
                  "found",
                  "net",
                  0.901,
                  new LatencyFigure(0.31, 0.30, 0.33),
                  Optional.of(new LatencyPrediction(0.61, 0.5)),
                  5_000_000,
                  400_000)),
          3e-7);

  @TempDir Path folder;

  @Test
  void allFourFilesAreThere() throws IOException {
    Bundle bundle = write("name: net\n", "w");
    assertTrue(bundle.exists());
    assertEquals("name: net\n", Files.readString(bundle.architecture()));
    assertEquals("w", Files.readString(bundle.weights()));
    assertEquals("onnx", Files.readString(bundle.onnx()));
    assertEquals(List.of("best"), names());
  }

  @Test
  void provenanceReadsBack() {
    YamlNode yaml = YamlNode.read(write("name: net\n", "w").provenance());
    YamlNode network = yaml.required("network");
    assertEquals(0.901, network.required("testTop1").asDouble(0, 1));
    assertEquals(0.31, network.required("latencyMillis").asDouble(0, 10));
    assertEquals(0.305, network.required("predictedMillis").asDouble(0, 10));
    assertEquals(0.61, network.required("tableMillis").asDouble(0, 10));
    assertEquals(0.5, network.required("level").asDouble(0, 10));
    assertEquals(3e-7, network.required("parityError").asDouble(0, 1));
    assertEquals(3, yaml.required("seeds").required("search").asInt(0, 10));
    assertEquals("A \"quoted\": CPU", yaml.required("latencyTable").required("cpu").asString());
    YamlNode preprocessing = yaml.required("preprocessing");
    assertEquals("crop", preprocessing.required("fit").asString());
    assertEquals(0.5, preprocessing.required("mean").asList().get(1).asDouble(0, 1));
  }

  @Test
  void aNewBundleTakesThePlaceOfAnOldOne() throws IOException {
    Files.writeString(write("name: old\n", "old").folder().resolve("extra"), "x");
    Bundle bundle = write("name: new\n", "new");
    assertEquals("new", Files.readString(bundle.weights()));
    assertFalse(Files.exists(bundle.folder().resolve("extra")));
    assertEquals(List.of("best"), names());
  }

  @Test
  void aFailureLeavesTheOldBundle() throws IOException {
    write("name: old\n", "old");
    FileContent failing =
        file -> {
          throw new IOException("No space left on device");
        };
    RuntimeException error =
        assertThrows(
            RuntimeException.class,
            () ->
                Bundle.write(folder.resolve("best"), "name: new\n", failing, failing, PROVENANCE));
    assertTrue(error.getMessage().contains("the disk is full"), error.getMessage());
    assertEquals("old", Files.readString(new Bundle(folder.resolve("best")).weights()));
    assertEquals(List.of("best"), names());
  }

  private Bundle write(String architecture, String weights) {
    return Bundle.write(
        folder.resolve("best"),
        architecture,
        FileContent.of(weights),
        FileContent.of("onnx"),
        PROVENANCE);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
