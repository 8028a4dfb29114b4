package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.ReferenceNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileChannelsTests {
  private static final String NETWORK = "mobilenet-v3-small-0.35@28";

  @TempDir private static Path shared;

  private static Path table;

  @BeforeAll
  static void aTableOfAnyChannels() {
    table = shared.resolve("channels.yaml");
    CommandRun run =
        CommandRun.of(
            "profile",
            NETWORK,
            "--channels",
            "--channel-networks=8",
            "--protocol=quick",
            "--time-limit=0.1",
            "--out=" + table);
    assertEquals(0, run.exitCode(), run.err());
  }

  /** The network with other channels than any that was measured. */
  private static Path shrunk() throws IOException {
    Architecture network = ReferenceNetworks.named(NETWORK);
    Architecture shrunk = ChannelGroups.resize(network, "s1.b1.expansion", 27);
    Path file = shared.resolve("shrunk.yaml");
    Files.writeString(file, Architectures.write(shrunk));
    return file;
  }

  @Test
  void the_table_says_what_it_was_measured_for() throws IOException {
    assertTrue(
        Files.readString(table).contains("- network: " + NETWORK + "\n    channel-networks: 8\n"));
    assertTrue(
        CommandRun.of("profile", "show", table.toString())
            .out()
            .startsWith(NETWORK + " (any channels): "));
  }

  @Test
  void cost_predicts_other_channels_and_names_their_blocks() throws IOException {
    JsonNode cost = CommandRun.of("cost", shrunk().toString(), "--table=" + table, "--json").json();
    assertTrue(cost.get("latencyMillis").asDouble() > 0);
    assertEquals("[\"s1.b1\"]", cost.get("modelledBlocks").toString());
    assertTrue(
        CommandRun.of("cost", shrunk().toString(), "--table=" + table)
            .out()
            .contains("predicted from the same blocks with other channel counts: s1.b1"));
    assertFalse(
        CommandRun.of("cost", NETWORK, "--table=" + table, "--json").json().has("modelledBlocks"));
  }

  @Test
  void cost_names_a_block_whose_family_was_not_measured() {
    String refusal = CommandRun.of("cost", "mobilenet-v2@28", "--table=" + table).refusal();
    assertTrue(refusal.contains("has no entry for"), refusal);
  }

  @Test
  void extending_by_what_it_was_measured_for_measures_nothing() throws IOException {
    String text = Files.readString(table);
    CommandRun run = CommandRun.of("profile", "--extend", "--out=" + table, "--seed=2");
    assertTrue(run.out().contains("lacks nothing of"), run.out());
    assertEquals(text, Files.readString(table));
  }

  @Test
  void channels_are_asked_for_of_networks() {
    String out = "--out=" + shared.resolve("none.yaml");
    assertEquals(
        "hwnas: --channels needs a network, such as mobilenet-v3-large; mobilenet-v3-small-28 is a space",
        CommandRun.of("profile", "mobilenet-v3-small-28", "--channels", out).refusal());
    assertEquals(
        "hwnas: --channel-networks needs --channels",
        CommandRun.of("profile", NETWORK, "--channel-networks=9", out).refusal());
    assertEquals(
        "hwnas: networks of random channels must be from 8 to 10000, not 2",
        CommandRun.of("profile", NETWORK, "--channels", "--channel-networks=2", out).refusal());
  }
}
