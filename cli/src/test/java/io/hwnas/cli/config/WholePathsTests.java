package io.hwnas.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class WholePathsTests {
  @Test
  void the_path_of_a_table_no_longer_depends_on_the_folder() {
    assertEquals(
        Path.of("tables/cpu.yaml").toAbsolutePath().toString(),
        whole("latency: {table: ./tables/cpu.yaml}", "latency", "table"));
  }

  @Test
  void a_folder_of_images_no_longer_depends_on_the_folder() {
    assertEquals(
        Path.of("src").toAbsolutePath().toString(), whole("data: {source: src}", "data", "source"));
  }

  @Test
  void the_name_of_a_data_set_stays_a_name() {
    assertEquals("cifar-10", whole("data: {source: cifar-10}", "data", "source"));
  }

  @Test
  void what_stands_for_no_path_stays() {
    assertEquals("none", whole("data: {cache: none}", "data", "cache"));
  }

  private static String whole(String yaml, String section, String key) {
    return WholePaths.in(YamlNode.parse("test", yaml)).required(section).required(key).asString();
  }
}
