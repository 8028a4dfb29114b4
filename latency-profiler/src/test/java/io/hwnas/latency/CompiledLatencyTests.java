package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hwnas.probe.Fingerprint;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledLatencyTests {
  private static final Path TABLES = Path.of("..", "..", "shared", "data", "ofa", "note10");
  private static final SearchSpace SMALL = Spaces.small();
  private static final CompiledSpace COMPILED = CompiledSpace.of(SMALL);

  private static LatencyTable table() {
    TreeMap<String, LatencyEntry> entries = new TreeMap<>();
    for (String key : Spaces.allKeys(SMALL)) {
      double millis = 0.01 + Math.abs(key.hashCode() % 1000) / 1e4;
      entries.put(key, LatencyEntry.of(9, 3, millis, millis / 20, LatencyEntry.Origin.COVER));
    }
    return new LatencyTable(
        Spaces.smallSource(),
        new Fingerprint("CPU", 1, "fake", "1", "none", 1, 1, "plain", "OS", "host", Instant.EPOCH),
        TableProtocol.standard(),
        new Calibration(1.1, 0.001, 1, 0.02, 8),
        List.of(),
        entries);
  }

  @Property(tries = 200)
  void a_compiled_table_predicts_what_the_lowered_network_is_predicted(@ForAll long seed) {
    TableLatencyModel model = new TableLatencyModel(table());
    DecisionVector vector = SMALL.sample(Seeds.of(seed, "test"));
    LatencyEstimate expected = model.predict(LayerGraph.of(SMALL.decode(vector)));
    LatencyEstimate found = model.compile(COMPILED).predict(vector);
    assertEquals(expected.millis(), found.millis(), 1e-12);
    assertEquals(expected.uncertaintyMillis(), found.uncertaintyMillis(), 1e-12);
  }

  @Test
  void a_table_that_lacks_an_entry_is_refused_by_its_name_before_any_network_is_predicted() {
    LatencyTable whole = table();
    TreeMap<String, LatencyEntry> entries = new TreeMap<>(whole.entries());
    String lost = entries.lastKey();
    entries.remove(lost);
    LatencyTable torn = whole.withEntries(entries);
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class, () -> new TableLatencyModel(torn).compile(COMPILED));
    assertTrue(thrown.getMessage().contains("lacks 1 blocks"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("'" + lost + "'"), thrown.getMessage());
  }

  private static SearchSpace onceForAll() {
    return SearchSpace.named("ofa-mobilenet-v3-1.2")
        .atResolutions(List.of(160, 176, 192, 208, 224));
  }

  /** All stages of one depth, expansion ratio and kernel; milliseconds from the tables' keys. */
  @ParameterizedTest
  @CsvSource({
    "160, 2, 3, 3, 9.8903", "160, 3, 4, 5, 20.0326", "160, 4, 6, 7, 47.7733",
    "192, 2, 3, 3, 13.3255", "192, 3, 4, 5, 27.8356", "192, 4, 6, 7, 67.5617",
    "224, 2, 3, 3, 17.7691", "224, 3, 4, 5, 37.8064", "224, 4, 6, 7, 92.3980"
  })
  void once_for_alls_note10_tables_add_up_to_their_check_sums(
      int resolution, int depth, int ratio, int kernel, double millis) {
    assumeTrue(Files.exists(TABLES), "needs ../shared/data");
    OnceForAllTable table = OnceForAllTable.read(TABLES);
    CompiledSpace space = CompiledSpace.of(onceForAll());
    List<Integer> choices =
        space.space().decisions().stream()
            .map(
                decision -> {
                  String name = decision.name();
                  int value =
                      name.endsWith("depth")
                          ? depth
                          : name.endsWith("kernel")
                              ? kernel
                              : name.endsWith("ratio") ? ratio : resolution;
                  return decision.choices().indexOf(Integer.toString(value));
                })
            .toList();
    LatencyEstimate found = table.compile(space).predict(new DecisionVector(choices));
    assertEquals(millis, found.millis(), 5e-5);
  }

  @Test
  void a_published_table_of_one_file_is_compiled_for_its_space() {
    StringBuilder text = new StringBuilder();
    Set<String> keys = new LinkedHashSet<>();
    COMPILED
        .blocks()
        .forEach(
            block ->
                keys.addAll(PublishedKeys.ONCE_FOR_ALL.of(block.blocks().get(0)).orElseThrow()));
    for (String key : keys) {
      text.append("'%s': {count: 4, mean: %d, std: 2}%n".formatted(key, key.length()));
    }
    PublishedTable table = PublishedTable.read(YamlNode.parse("lut.yaml", text.toString()));
    DecisionVector largest = COMPILED.space().largest();
    LatencyEstimate whole = table.predict(LayerGraph.of(COMPILED.space().decode(largest)));
    LatencyEstimate found = table.compile(COMPILED).predict(largest);
    assertEquals(whole.millis(), found.millis(), 1e-9);
    assertEquals(whole.uncertaintyMillis(), found.uncertaintyMillis(), 1e-9);
    String cut = text.substring(text.indexOf("\n") + 1);
    PublishedTable lacking = PublishedTable.read(YamlNode.parse("lut.yaml", cut));
    String message =
        assertThrows(InvalidInputException.class, () -> lacking.compile(COMPILED)).getMessage();
    assertTrue(message.startsWith("lut.yaml: lacks 1 entries of the space small"), message);
  }

  @Test
  void a_foreign_table_of_another_space_or_with_a_bad_entry_is_refused(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("table.yaml");
    Files.writeString(file, "'Conv-input:16x16x1-output:16x16x8': {count: 5, mean: 1, std: 0}\n");
    OnceForAllTable table = OnceForAllTable.read(folder);
    String message =
        assertThrows(InvalidInputException.class, () -> table.compile(COMPILED)).getMessage();
    assertTrue(message.contains("of the space small at resolution 16, the first '"), message);
    Files.writeString(file, "'Conv-input:16x16x1-output:16x16x8': {count: 5, mean: -1, std: 0}\n");
    message =
        assertThrows(InvalidInputException.class, () -> OnceForAllTable.read(folder)).getMessage();
    assertTrue(message.contains("table.yaml:1"), message);
  }
}
