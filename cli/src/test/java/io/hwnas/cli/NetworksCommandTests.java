package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.space.ReferenceNetworks;
import org.junit.jupiter.api.Test;

final class NetworksCommandTests {
  @Test
  void exact_figures_do_not_differ_and_other_differences_are_explained() {
    JsonNode networks = CommandRun.of("networks", "--json").json();
    assertEquals(ReferenceNetworks.all().size(), networks.size());
    for (JsonNode network : networks) {
      for (JsonNode figure : network.get("published")) {
        for (String key : new String[] {"madds", "params"}) {
          if (figure.has(key)) {
            long difference = network.get(key).asLong() - figure.get(key).asLong();
            assertEquals(difference, figure.get(key + "Difference").asLong());
            assertTrue(difference == 0 || !figure.get("exact").asBoolean(), network.toString());
            assertTrue(
                figure.get(key + "Rounds").asBoolean() || network.has("note"), network.toString());
          }
        }
      }
    }
  }

  @Test
  void published_figures_have_the_digits_of_their_source() {
    String table = CommandRun.of("networks").out();
    for (String printed : new String[] {" 569M, 4.2M ", " 68M, 2.0M ", " 4866M*, 29.3M "}) {
      assertTrue(table.contains(printed), table);
    }
  }

  @Test
  void a_published_figure_that_the_count_does_not_round_to_is_marked() {
    String table = CommandRun.of("networks").out();
    for (JsonNode network : CommandRun.of("networks", "--json").json()) {
      String row =
          table
              .lines()
              .filter(line -> line.startsWith(network.get("network").asText() + " "))
              .findFirst()
              .orElseThrow();
      JsonNode shown = null;
      for (JsonNode figure : network.get("published")) {
        shown = shown == null && !figure.get("exact").asBoolean() ? figure : shown;
      }
      boolean rounds =
          shown.get("maddsRounds").asBoolean() && shown.get("paramsRounds").asBoolean();
      assertEquals(!rounds, row.contains("M*"), row);
    }
    assertTrue(table.contains(" 65M*, 2.0M "), table);
    assertTrue(table.contains("\n* not what the count rounds to"), table);
  }

  @Test
  void every_listed_network_can_be_counted_in_its_small_image_forms() {
    for (JsonNode network : CommandRun.of("networks", "--json").json()) {
      String name = network.get("network").asText();
      for (String form : new String[] {"@32", "@28"}) {
        JsonNode cost = CommandRun.of("cost", name + form, "--json").json();
        assertEquals(name + form, cost.get("network").asText());
        assertEquals(network.get("params"), cost.get("params"));
      }
    }
  }
}
