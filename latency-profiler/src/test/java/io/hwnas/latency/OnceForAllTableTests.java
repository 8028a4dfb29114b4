package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.OnceForAllSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnceForAllTableTests {
  private static final Path SAMPLE =
      Path.of("src", "test", "resources", "samples", "ofa-note10-160.yaml");

  @TempDir Path folder;

  @BeforeEach
  void copyTheSample() throws IOException {
    Files.copy(SAMPLE, folder.resolve("160.yaml"));
  }

  /** The shapes at 320 pixels are twice those at 160, but for those after the pool. */
  private void addATableOfTwiceTheResolution() throws IOException {
    String text = Files.readString(SAMPLE);
    for (int pixels : new int[] {160, 80, 40, 20, 10, 5}) {
      text =
          text.replaceAll(
              "(?<=input:|output:)%1$dx%1$d(?=x)".formatted(pixels),
              "%1$dx%1$d".formatted(2 * pixels));
    }
    Files.writeString(folder.resolve("320.yaml"), text.replace("mean: 0.4955", "mean: 1.4955"));
  }

  private static LayerGraph subnet(int resolution) {
    return LayerGraph.of(OnceForAllSpec.uniform(2, 3, 3, resolution).architecture(1.2));
  }

  private String refusal() {
    return assertThrows(InvalidInputException.class, () -> OnceForAllTable.read(folder))
        .getMessage();
  }

  @Test
  void eachNetworkIsPredictedByTheTableOfItsResolution() throws IOException {
    addATableOfTwiceTheResolution();
    OnceForAllTable table = OnceForAllTable.read(folder);
    assertEquals(9.8903, table.predict(subnet(160)).millis(), 5e-5);
    assertEquals(10.8903, table.predict(subnet(320)).millis(), 5e-5);
    assertEquals(table.tables().get(1), table.tableOf(subnet(320)));
  }

  @Test
  void aNetworkOfAnotherResolutionIsToldWhichThereAre() throws IOException {
    addATableOfTwiceTheResolution();
    OnceForAllTable table = OnceForAllTable.read(folder);
    LayerGraph graph = subnet(192);
    String message =
        assertThrows(InvalidInputException.class, () -> table.predict(graph)).getMessage();
    assertEquals(
        "%s: there is no table of resolution 192, which %s has; there are those of 160, 320"
            .formatted(folder, graph.name()),
        message);
  }

  @Test
  void twoTablesOfOneResolutionAreRefused() throws IOException {
    Files.copy(SAMPLE, folder.resolve("again.yaml"));
    assertEquals(
        "%s: is a table of resolution 160, as is %s; keep one of them in this folder"
            .formatted(folder.resolve("again.yaml"), folder.resolve("160.yaml")),
        refusal());
  }

  @Test
  void aFolderWithoutTablesIsRefused() throws IOException {
    Files.delete(folder.resolve("160.yaml"));
    Files.writeString(folder.resolve("README.md"), "Tables of a phone.");
    assertEquals(
        folder + ": no YAML files in this folder; give that of Once-for-All's tables", refusal());
  }

  @Test
  void anotherYamlFileAmongTheTablesIsNamed() throws IOException {
    for (String text : List.of("space: x\n", "expanded_conv-input:9: {count: 1, mean: 2}\n")) {
      Files.writeString(folder.resolve("config.yaml"), text);
      assertEquals(
          "%s:1: no entry 'Conv-input:…'; a folder of tables holds those of Once-for-All, one a resolution, and no other YAML file"
              .formatted(folder.resolve("config.yaml")),
          refusal());
    }
  }
}
