package io.hwnas.cli.predicted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.hwnas.cli.CommandRun;
import io.hwnas.cli.config.ConfigSource;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema and the reader of searches with an evaluator of their own agree. */
final class SearchSchemaTests {
  private static final Path CONFIGS = Path.of("..", "configs");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ConfigSource.searchSchema(), InputFormat.JSON);
  private static final String SEARCH =
      "algorithm: random, evaluations: 4, seed: 1, evaluator: predictor,"
          + " predictor: {file: p.safetensors, encoding: one-hot}";

  @ParameterizedTest
  @ValueSource(strings = {"ofa-note10.yaml", "macro-supernet-search.yaml"})
  void the_examples_fit_and_name_it(String name) throws IOException {
    String text = Files.readString(CONFIGS.resolve(name));
    assertEquals(List.of(), SCHEMA.validate(text, InputFormat.YAML));
    assertEquals(
        "# yaml-language-server: $schema=search-schema.json",
        text.lines().findFirst().orElseThrow());
  }

  @Test
  void the_reader_knows_the_keys_of_the_section_search_and_no_others() {
    Set<String> described = new TreeSet<>();
    JsonNode schema = CommandRun.of("schema", "search").json();
    schema
        .at("/properties/search/properties")
        .properties()
        .forEach(property -> described.add(property.getKey()));
    assertEquals(described, known("qqqqqqqqqqqqqqqq: 1"));
  }

  @Test
  void a_mistyped_key_and_a_wrong_type_do_not_fit() {
    for (String wrong : List.of("popluation: 8", "population: many", "tables: {latency: a.yaml}")) {
      assertFalse(SCHEMA.validate(config(wrong), InputFormat.YAML).isEmpty(), () -> config(wrong));
    }
    assertEquals(List.of(), SCHEMA.validate(config("population: 8"), InputFormat.YAML));
  }

  private static Set<String> known(String more) {
    String refusal =
        assertThrows(
                InvalidInputException.class,
                () -> PredictedSearchConfig.read(YamlNode.parse("test", config(more))))
            .getMessage();
    String listed = "; known are ";
    assertTrue(refusal.contains(listed), refusal);
    return new TreeSet<>(
        Arrays.asList(refusal.substring(refusal.indexOf(listed) + listed.length()).split(", ")));
  }

  private static String config(String more) {
    return "space: nas-bench-macro\nsearch: {%s, %s}\n".formatted(SEARCH, more);
  }
}
