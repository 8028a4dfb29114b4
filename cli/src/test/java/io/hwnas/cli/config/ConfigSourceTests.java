package io.hwnas.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigSourceTests {
  @TempDir private Path folder;

  @Test
  void a_file_and_then_overrides_win_over_the_defaults_key_by_key() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "seed: 7\nsearch:\n  population: 12\n");
    ConfigSource source =
        ConfigSource.defaults().with(file).with(List.of("search.generations=3", "seed=9"));
    assertEquals(9, source.root().required("seed").asInt(0, 100));
    assertEquals(12, source.root().required("search").required("population").asInt(1, 100));
    assertEquals(3, source.root().required("search").required("generations").asInt(1, 100));
  }

  @Test
  void a_value_keeps_the_place_where_it_was_written() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "seed: 7\nsearch:\n  population: 12\n");
    ConfigSource source = ConfigSource.defaults().with(file);
    assertEquals(file + ":3", source.root().required("search").required("population").location());
  }

  @Test
  void an_override_without_a_value_is_refused() {
    ConfigSource defaults = ConfigSource.defaults();
    InvalidInputException failure =
        assertThrows(InvalidInputException.class, () -> defaults.with(List.of("seed")));
    assertEquals(
        "--set seed: must be of the form key.path=value, such as --set seed=2",
        failure.getMessage());
  }

  @Test
  void a_dotted_key_in_a_file_is_refused() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "search.population: 12\n");
    ConfigSource defaults = ConfigSource.defaults();
    InvalidInputException failure =
        assertThrows(InvalidInputException.class, () -> defaults.with(file));
    assertEquals(
        file + ":1: unknown key 'search.population'; a dot is for --set, here keys are nested",
        failure.getMessage());
  }
}
