package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.space.OnceForAllSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of Once-for-All and ProxylessNAS, wherever a command takes a table. */
final class PublishedTablesTests {
  private static final Path SAMPLES =
      Path.of("..", "latency-profiler", "src", "test", "resources", "samples");
  private static final Path NOTE10 = Path.of("..", "..", "shared", "data", "ofa", "note10");
  private static final String TAKEN_BY =
      "'hwnas cost --table' without --interpolate, 'hwnas space show --table', 'hwnas profile"
          + " show' or 'search.tables'";

  @TempDir private Path folder;
  private Path tables;

  @BeforeEach
  void copyATable() throws IOException {
    tables = Files.createDirectory(folder.resolve("note10"));
    Files.copy(SAMPLES.resolve("ofa-note10-160.yaml"), tables.resolve("160_lookup_table.yaml"));
  }

  private String spec(int depth, int ratio, int kernel, int resolution) throws IOException {
    Path file = folder.resolve("spec.json");
    Files.writeString(file, OnceForAllSpec.uniform(depth, ratio, kernel, resolution).toJson());
    return file.toString();
  }

  private static CommandRun cost(String network, Path table, String... more) {
    List<String> words = new ArrayList<>(List.of("cost", network, "--width=1.2", "--json"));
    words.add("--table=" + table);
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  @Test
  void cost_takes_the_folder_as_it_takes_the_file() throws IOException {
    String network = spec(2, 3, 3, 160);
    JsonNode ofFolder = cost(network, tables).json();
    assertEquals(9.8903, ofFolder.get("latencyMillis").asDouble(), 5e-5);
    assertTrue(ofFolder.get("latencyUncertaintyMillis").asDouble() > 0, ofFolder::toString);
    assertEquals(ofFolder, cost(network, tables.resolve("160_lookup_table.yaml")).json());
  }

  @ParameterizedTest
  @CsvSource({
    "160, 3, 4, 5, 20.0326",
    "192, 2, 3, 3, 13.3255",
    "192, 4, 6, 7, 67.5617",
    "224, 3, 4, 5, 37.8064"
  })
  void cost_finds_the_table_of_a_networks_resolution(
      int resolution, int depth, int ratio, int kernel, double millis) throws IOException {
    assumeTrue(Files.exists(NOTE10), "needs ../shared/data");
    JsonNode cost = cost(spec(depth, ratio, kernel, resolution), NOTE10).json();
    assertEquals(millis, cost.get("latencyMillis").asDouble(), 5e-5);
  }

  @Test
  void layers_show_what_each_block_takes_by_a_folder() throws IOException {
    JsonNode cost = cost(spec(2, 3, 3, 160), tables, "--layers").json();
    double millis = 0;
    for (JsonNode block : cost.get("blocks")) {
      millis += block.get("latencyMillis").asDouble();
    }
    assertEquals(cost.get("latencyMillis").asDouble(), millis, 1e-9);
  }

  @Test
  void cost_names_the_resolutions_there_are() throws IOException {
    String refusal = cost(spec(2, 3, 3, 192), tables).refusal();
    assertTrue(refusal.contains(tables + ": there is no table of resolution 192"), refusal);
    assertTrue(refusal.endsWith("there are those of 160"), refusal);
  }

  @Test
  void both_ends_of_a_space_are_predicted_by_a_folder() {
    assumeTrue(Files.exists(NOTE10), "needs ../shared/data");
    JsonNode shown =
        CommandRun.of("space", "show", "ofa-mobilenet-v3-1.2", "--table=" + NOTE10, "--json")
            .json();
    assertEquals(17.7691, shown.at("/smallest/latencyMillis").asDouble(), 5e-5);
    assertEquals(92.3980, shown.at("/largest/latencyMillis").asDouble(), 5e-5);
  }

  @Test
  void show_says_what_a_published_table_is_of() {
    Path table = SAMPLES.resolve("proxylessnas-pixel1.yaml");
    JsonNode shown = CommandRun.of("profile", "show", table.toString(), "--json").json();
    JsonNode only = shown.get("tables").get(0);
    assertEquals(1, shown.get("tables").size());
    assertEquals("ProxylessNAS", only.get("publisher").asText());
    assertEquals("Pixel 1", only.get("publishersDevice").asText());
    assertEquals(224, only.get("resolution").asInt());
    assertEquals(1000, only.get("classes").asInt());
    assertEquals(26, only.get("entryCount").asInt());
    assertEquals(26, only.get("entries").size());
    JsonNode stem = only.get("entries").get(0);
    assertEquals("Conv-input:224x224x3-output:112x112x32", stem.get("part").asText());
    assertEquals(4.083755600814664, stem.get("latencyMillis").asDouble());
    assertEquals(Math.sqrt(0.2502372872758427), stem.get("spreadMillis").asDouble(), 1e-12);
    assertEquals(982, stem.get("count").asInt());
    // A sample of the table is not enough for all of its space.
    assertEquals(0, shown.get("spaces").size());
    String text = CommandRun.of("profile", "show", table.toString()).out();
    assertTrue(text.startsWith("ProxylessNAS, as published: 26 entries"), text);
    assertTrue(text.contains("those that ProxylessNAS published are of a Pixel 1"), text);
    assertTrue(text.contains("no space that comes with hwnas has only those"), text);
  }

  @Test
  void show_takes_a_folder_and_names_the_space_that_it_is_of() {
    assumeTrue(Files.exists(NOTE10), "needs ../shared/data");
    JsonNode shown = CommandRun.of("profile", "show", NOTE10.toString(), "--json").json();
    assertEquals("[\"ofa-mobilenet-v3-1.2\"]", shown.get("spaces").toString());
    List<Integer> resolutions = new ArrayList<>();
    shown.get("tables").forEach(table -> resolutions.add(table.get("resolution").asInt()));
    assertEquals(List.of(160, 176, 192, 208, 224), resolutions);
    String text = CommandRun.of("profile", "show", NOTE10.toString()).out();
    assertTrue(text.startsWith("Once-for-All, as published: 5 tables, 480 entries"), text);
    assertTrue(text.contains("160, 176, 192, 208, 224"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "profile verify TABLE",
        "profile steps TABLE",
        "profile mobilenet-v2 --out TABLE --extend",
        "cost mobilenet-v2 --table TABLE --interpolate",
        "netadapt mobilenet-v2 --table TABLE --budget-millis 1 --run RUN",
        "search ../configs/quickstart.yaml --set latency.table=TABLE --run RUN"
      })
  void what_takes_only_tables_of_hwnas_says_what_takes_others(String command) {
    for (Path table : List.of(tables, tables.resolve("160_lookup_table.yaml"))) {
      String refusal =
          CommandRun.of(
                  command
                      .replace("TABLE", table.toString())
                      .replace("RUN", folder.resolve("run").toString())
                      .split(" "))
              .refusal();
      assertTrue(refusal.startsWith("hwnas: " + table), refusal);
      assertTrue(refusal.endsWith(TAKEN_BY), refusal);
      assertFalse(Files.exists(folder.resolve("run")));
    }
  }
}
