package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SpaceCommandTests {
  private static final String SPACE = "mobilenet-v3-small-28";

  @Test
  void every_built_in_space_is_listed_and_can_be_shown() {
    JsonNode list = CommandRun.of("space", "list", "--json").json();
    assertEquals(SearchSpace.names().size(), list.size());
    for (JsonNode entry : list) {
      JsonNode shown = CommandRun.of("space", "show", entry.get("name").asText(), "--json").json();
      assertEquals(entry.get("decisions").asInt(), shown.get("decisions").size());
      assertTrue(
          shown.get("smallest").get("madds").asLong() < shown.get("largest").get("madds").asLong());
    }
  }

  @Test
  void the_same_seed_samples_the_same_architectures() {
    String first = CommandRun.of("space", "sample", SPACE, "-n", "3", "--seed", "4").out();
    assertEquals(first, CommandRun.of("space", "sample", SPACE, "-n", "3", "--seed", "4").out());
    assertNotEquals(first, CommandRun.of("space", "sample", SPACE, "-n", "3", "--seed", "5").out());
  }

  @Test
  void a_sampled_architecture_lies_in_the_space() {
    JsonNode sample = CommandRun.of("space", "sample", SPACE, "--json").json().get(0);
    SearchSpace space = SearchSpace.named(SPACE);
    Architecture architecture =
        Architectures.read(YamlNode.parse("sample", sample.get("architecture").asText()));
    assertEquals(sample.get("decisions").size(), space.encode(architecture).choices().size());
  }

  @Test
  void prints_a_schema_for_editors() {
    JsonNode schema = CommandRun.of("space", "schema", "architecture").json();
    assertEquals("hwnas architecture (arch.yaml)", schema.get("title").asText());
    assertEquals(
        "hwnas search space",
        CommandRun.of("space", "schema", "space").json().get("title").asText());
  }

  @Test
  void a_published_table_gives_the_latency_of_both_ends() {
    Path samples = Path.of("..", "latency-profiler", "src", "test", "resources", "samples");
    Path table = samples.resolve("proxylessnas-pixel1.yaml");
    JsonNode shown =
        CommandRun.of("space", "show", "proxylessnas", "--table", table.toString(), "--json")
            .json();
    assertEquals(29.6088, shown.get("smallest").get("latencyMillis").asDouble(), 5e-5);
    assertTrue(shown.get("largest").get("latencyMillis").asDouble() > 190);
  }

  @Test
  void a_form_of_a_built_in_space_can_be_named() {
    JsonNode shown = CommandRun.of("space", "show", "ofa-mobilenet-v3-1.2@32", "--json").json();
    assertEquals("ofa-mobilenet-v3-1.2@32", shown.get("name").asText());
  }

  @Test
  void a_number_of_samples_below_one_is_refused() {
    assertEquals(
        "hwnas: -n must be at least 1, not 0",
        CommandRun.of("space", "sample", SPACE, "-n", "0").refusal());
  }

  @Test
  void a_group_without_a_command_names_its_commands() {
    assertEquals(
        "hwnas: hwnas space needs one of list, sample, schema, show; see hwnas space --help",
        CommandRun.of("space").refusal());
  }
}
