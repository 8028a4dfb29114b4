package io.hwnas.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hwnas.space.yaml.YamlNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConfigDifferenceTests {
  @Test
  void a_list_of_maps_is_shown_as_it_would_be_written() {
    assertEquals(
        Optional.of("resolutions=[{pixels: 16, share: 0.4}, {pixels: 32, share: 0.6}], not none"),
        difference(
            "resolutions: [{pixels: 16, share: 0.4}, {pixels: 32, share: 0.6}]",
            "resolutions: none"));
  }

  @Test
  void equal_documents_do_not_differ() {
    assertEquals(Optional.empty(), difference("a: {b: [1, {c: 2}]}", "a: {b: [1, {c: 2}]}"));
  }

  private static Optional<String> difference(String before, String now) {
    return ConfigDifference.first("", YamlNode.parse("before", before), YamlNode.parse("now", now));
  }
}
