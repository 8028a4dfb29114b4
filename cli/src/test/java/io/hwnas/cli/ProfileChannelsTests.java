package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.TableBuilder;
import io.hwnas.latency.TableProtocol;
import io.hwnas.latency.TableSource;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.ReferenceNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileChannelsTests {
  private static final String NETWORK = "mobilenet-v3-small-0.35@28";

  @TempDir private static Path shared;

  private static Path table;

  /** Measured in hardly any time: what the figures are matters to none of these tests. */
  @BeforeAll
  static void aTableOfAnyChannels() throws IOException {
    table = shared.resolve("channels.yaml");
    TableSource.OfNetwork base = TableSource.OfNetwork.of(ReferenceNetworks.named(NETWORK));
    TableProtocol protocol =
        new TableProtocol(1, 1, Optional.empty(), 1, 0, 1, 4, new TimingProtocol(1, 1, 0, 1));
    LatencyTables.write(
        table,
        new TableBuilder(new OnnxRuntime(RuntimeOptions.SINGLE_THREAD))
            .build(
                List.of(new TableSource.OfChannels(base, 8)),
                protocol,
                1,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT));
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
  void every_layer_of_a_hardly_measured_table_takes_some_time() {
    JsonNode cost = CommandRun.of("cost", NETWORK, "--table=" + table, "--layers", "--json").json();
    for (JsonNode block : cost.get("blocks")) {
      assertTrue(block.get("latencyMillis").asDouble() > 0, block.toString());
    }
  }

  @Test
  void cost_names_a_block_whose_family_was_not_measured() {
    String refusal = CommandRun.of("cost", "mobilenet-v2@28", "--table=" + table).refusal();
    assertTrue(refusal.contains("has no entry for"), refusal);
  }

  @Test
  void verifying_reports_multiples_of_four_and_other_counts_separately() throws IOException {
    Path html = shared.resolve("verify.html");
    String[] few = {"profile", "verify", table.toString(), "--sessions=1", "--visits=1"};
    CommandRun run = CommandRun.of(with(few, "--networks=7", "--html=" + html));
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("Multiples of 4 (4 networks)"), run.out());
    assertTrue(run.out().contains("Any channel counts (3 networks)"), run.out());
    assertTrue(run.out().contains("All networks"), run.out());
    assertTrue(Files.readString(html).contains("Multiples of 4: noise floor"));
    JsonNode json = CommandRun.of(with(few, "--networks=6", "--json")).json();
    assertEquals(6, json.get("networks").asInt());
    assertEquals(2, json.get("groups").size());
    for (JsonNode group : json.get("groups")) {
      assertEquals(3, group.get("networks").asInt());
      for (String figure : new String[] {"mape", "noiseFloorMape", "scaledMape", "maxError"}) {
        assertTrue(group.get(figure).asDouble() > 0, figure);
      }
      assertTrue(group.has("kendallTau"));
    }
    assertEquals(
        "hwnas: --networks, half of them multiples of 4, must be at least 4, not 3",
        CommandRun.of(with(few, "--networks=3")).refusal());
  }

  @Test
  void steps_name_the_counts_worth_taking_of_every_group() {
    CommandRun run = CommandRun.of("profile", "steps", table.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().startsWith(NETWORK + "\n"), run.out());
    Architecture network = ReferenceNetworks.named(NETWORK);
    JsonNode json = CommandRun.of("profile", "steps", table.toString(), "--json").json();
    assertEquals(ChannelGroups.adjustable(network).size(), json.size());
    for (JsonNode group : json) {
      assertTrue(run.out().contains(group.get("group").asText()));
      JsonNode steps = group.get("steps");
      JsonNode last = steps.get(steps.size() - 1);
      assertEquals(group.get("channels"), last.get("channels"));
      assertTrue(last.get("latencyMillis").asDouble() > 0, group.toString());
      assertTrue(last.get("uncertaintyMillis").asDouble() > 0, group.toString());
    }
  }

  @Test
  void steps_of_a_block_say_what_a_count_costs_and_draw_it() throws IOException {
    Path svg = shared.resolve("steps.svg");
    String[] steps = {"profile", "steps", table.toString(), "--block=s1.b1"};
    CommandRun run = CommandRun.of(with(steps, "--count=27", "--svg=" + svg));
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("s1.b1.expansion, in s1.b1"), run.out());
    assertTrue(run.out().contains("27 channels take "), run.out());
    String drawn = Files.readString(svg);
    assertTrue(drawn.startsWith("<svg") && drawn.contains("over the channels of s1.b1.expansion"));
    JsonNode count = CommandRun.of(with(steps, "--count=27", "--json")).json().get(1).get("count");
    assertEquals(27, count.get("channels").asInt());
  }

  @Test
  void steps_refuse_what_they_know_nothing_of() {
    assertEquals(
        "hwnas: --count and --svg need a --block; see hwnas profile steps --help",
        CommandRun.of("profile", "steps", table.toString(), "--count=9").refusal());
    String refusal = CommandRun.of("profile", "steps", table.toString(), "--block=s9.b9").refusal();
    assertTrue(refusal.contains("has no block 's9.b9'; it has stem, s0.b0"), refusal);
    TinyRun tiny = TinyRun.in(shared);
    assertEquals(
        "hwnas: "
            + tiny.table()
            + " was not measured for any channels: measure such a table with 'hwnas profile NETWORK --channels'",
        CommandRun.of("profile", "steps", tiny.table().toString()).refusal());
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void extending_by_what_it_was_measured_for_measures_nothing() throws IOException {
    String text = Files.readString(table);
    CommandRun run = CommandRun.of("profile", "--extend", "--out=" + table, "--seed=2");
    assertTrue(run.out().contains("lacks nothing of"), run.out());
    assertEquals(text, Files.readString(table));
  }

  @Test
  void a_table_is_extended_by_another_network_of_any_channels() throws IOException {
    Path copy = shared.resolve("extended.yaml");
    Files.copy(table, copy);
    String other = "mobilenet-v3-small-0.5@28";
    JsonNode extended =
        CommandRun.of(
                "profile",
                other,
                "--channels",
                "--channel-networks=8",
                "--extend",
                "--out=" + copy,
                "--json")
            .json();
    assertTrue(extended.get("addedEntries").asInt() > 0);
    assertTrue(
        Files.readString(copy).contains("- network: " + other + "\n    channel-networks: 8\n"));
    assertEquals(
        0,
        CommandRun.of("profile", "steps", copy.toString(), "--network=" + other, "--block=s1.b1")
            .exitCode());
    String refusal = CommandRun.of("profile", "steps", copy.toString(), "--block=s1.b1").refusal();
    assertTrue(refusal.contains("is of several networks"), refusal);
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
