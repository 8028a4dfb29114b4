package io.hwnas.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hwnas.cli.CommandRun;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schema and the reader of configurations agree, key by key and bound by bound. */
final class SchemaTests {
  private static final Path CONFIGS = Path.of("..", "configs");
  private static final JsonNode ROOT = json(ConfigSource.schema());
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ConfigSource.schema(), InputFormat.JSON);

  /** A key of the schema: its dotted path and what the schema says of it, references followed. */
  private record Key(String path, JsonNode node) {}

  @TestFactory
  Stream<DynamicTest> every_example_fits_the_schema_and_the_reader() throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(CONFIGS)) {
      files = entries.filter(SchemaTests::isOfARun).sorted().toList();
    }
    assertTrue(files.size() >= 4, files::toString);
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      String text = Files.readString(file);
                      assertEquals(List.of(), SCHEMA.validate(text, InputFormat.YAML));
                      assertEquals(
                          "# yaml-language-server: $schema=schema.json",
                          text.lines().findFirst().orElseThrow());
                      RunConfig config = RunConfig.of(ConfigSource.defaults().with(file));
                      assertEquals(List.of(), SCHEMA.validate(config.yaml(), InputFormat.YAML));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> the_reader_knows_the_keys_of_the_schema_and_no_others() {
    return keys().stream()
        .filter(key -> object(key.node()).isPresent())
        .map(
            key ->
                DynamicTest.dynamicTest(
                    key.path().isEmpty() ? "the whole" : key.path(),
                    () -> assertEquals(names(key), known(key))));
  }

  @TestFactory
  Stream<DynamicTest> the_reader_takes_what_lies_within_the_bounds_of_the_schema_alone() {
    return keys().stream()
        .flatMap(key -> alternatives(key.node()).map(node -> new Key(key.path(), node)))
        .filter(key -> key.node().has("minimum"))
        .map(
            key ->
                DynamicTest.dynamicTest(
                    key.path(),
                    () -> {
                      JsonNode least = key.node().get("minimum");
                      JsonNode most = key.node().get("maximum");
                      assertAccepted(key.path(), least.asText());
                      assertAccepted(key.path(), most.asText());
                      assertRefused(key.path(), least.asDouble() * 0.999 - 1e-9 + "");
                      assertRefused(key.path(), most.asDouble() * 1.001 + "");
                      if (key.node().get("type").asText().equals("integer")) {
                        assertRefused(key.path(), least.asLong() + 0.5 + "");
                      }
                    }));
  }

  @Test
  void a_mistyped_key_and_a_wrong_type_do_not_fit() {
    for (String wrong :
        List.of(
            "search: {popluation: 8}",
            "seed: many",
            "netadapt: {kinds: [expansoin]}",
            "supernet: {length: 5 minuets}",
            "training: {distillation: {weight: 0.5}}",
            "threads: all")) {
      assertFalse(SCHEMA.validate(wrong, InputFormat.YAML).isEmpty(), wrong);
      assertThrows(InvalidInputException.class, () -> read(wrong.split(":")[0], wrong), wrong);
    }
  }

  @Test
  void every_key_is_described() {
    for (Key key : keys()) {
      assertTrue(key.node().has("description") || key.path().isEmpty(), key.path());
    }
  }

  @Test
  void the_command_prints_the_schema() {
    assertEquals(ROOT, CommandRun.of("schema").json());
  }

  /** Searches without training have keys of their own. */
  private static boolean isOfARun(Path file) {
    return file.toString().endsWith(".yaml")
        && !List.of(
                "ofa-note10.yaml",
                "ranking.yaml",
                "nas-bench-macro.yaml",
                "macro-supernet-search.yaml")
            .contains(file.getFileName().toString());
  }

  /** The defaults with the largest subnet, without which no supernet may distil. */
  private static ConfigSource teaching() {
    return ConfigSource.defaults().with(List.of("supernet.largest-subnet=true"));
  }

  private static void assertAccepted(String path, String value) {
    RunConfig.of(teaching().with(settings(path, value)));
  }

  private static void assertRefused(String path, String value) {
    assertThrows(
        InvalidInputException.class,
        () -> RunConfig.of(teaching().with(settings(path, value))),
        path + "=" + value);
  }

  private static RunConfig read(String path, String document) {
    String inner = document.substring(document.indexOf(':') + 1);
    return RunConfig.of(ConfigSource.defaults().with(List.of(path + "=" + inner.strip())));
  }

  /** The override, after what it needs: a map it lies in, or another key. */
  private static List<String> settings(String path, String value) {
    List<String> settings = new ArrayList<>();
    if (path.contains(".distillation.")) {
      settings.add(
          path.replaceFirst("distillation\\..*", "distillation={weight: 0.5, temperature: 2}"));
    }
    if (path.contains(".rand-augment.")) {
      settings.add(
          path.replaceFirst("rand-augment\\..*", "rand-augment={operations: 2, magnitude: 9}"));
    }
    if (path.contains(".schedule.")) {
      settings.add(path.replaceFirst("schedule\\..*", "schedule={factor: 0.97, epochs: 2.4}"));
    }
    if (path.contains(".early-stop.")) {
      settings.add(path.replaceFirst("early-stop\\..*", "early-stop={share: 0.5, margin: 0.1}"));
    }
    if (path.endsWith("replicas")) {
      // Each needs two images.
      settings.add(path.replace("replicas", "batch-size") + "=256");
      // The supernet's batch is another.
      settings.add("supernet.recipe.batch-size=256");
    }
    if (path.equals("supernet.random-subnets")) {
      // Some subnet must learn.
      settings.add("supernet.largest-subnet=true");
    }
    settings.add(path + "=" + value);
    return settings;
  }

  private static Set<String> names(Key key) {
    Set<String> names = new TreeSet<>();
    object(key.node())
        .orElseThrow()
        .get("properties")
        .properties()
        .forEach(property -> names.add(property.getKey()));
    return names;
  }

  /** The keys that the reader lists when it meets one that is like none of them. */
  private static Set<String> known(Key key) {
    String unknown = (key.path().isEmpty() ? "" : key.path() + '.') + "qqqqqqqqqqqqqqqqqqqqqqqq";
    String refusal =
        assertThrows(
                InvalidInputException.class,
                () -> RunConfig.of(ConfigSource.defaults().with(settings(unknown, "1"))))
            .getMessage();
    String listed = "; known are ";
    assertTrue(refusal.contains(listed), refusal);
    return new TreeSet<>(
        Arrays.asList(refusal.substring(refusal.indexOf(listed) + listed.length()).split(", ")));
  }

  /** All keys of the schema, the whole document first. */
  private static List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    add(new Key("", ROOT), keys);
    return keys;
  }

  private static void add(Key key, List<Key> keys) {
    keys.add(key);
    object(key.node())
        .ifPresent(
            object ->
                object
                    .get("properties")
                    .properties()
                    .forEach(
                        entry -> {
                          String path =
                              (key.path().isEmpty() ? "" : key.path() + '.') + entry.getKey();
                          add(new Key(path, followed(entry.getValue())), keys);
                        }));
  }

  private static Optional<JsonNode> object(JsonNode node) {
    return alternatives(node).filter(one -> one.has("properties")).findFirst();
  }

  private static Stream<JsonNode> alternatives(JsonNode node) {
    if (!node.has("oneOf")) {
      return Stream.of(node);
    }
    List<JsonNode> alternatives = new ArrayList<>();
    node.get("oneOf").forEach(one -> alternatives.add(followed(one)));
    return alternatives.stream();
  }

  /** What a reference leads to, with what stands beside the reference. */
  private static JsonNode followed(JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    JsonNode target = ROOT.at(node.get("$ref").asText().substring(1));
    return ((ObjectNode) target.deepCopy()).setAll((ObjectNode) node);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
