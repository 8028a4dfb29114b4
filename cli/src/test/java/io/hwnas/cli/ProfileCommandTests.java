package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.results.Journal;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileCommandTests {
  private static final String NETWORK = "mobilenet-v3-small-0.35@28";

  @TempDir private Path folder;

  @Test
  void a_measured_table_can_be_shown_and_predicts_its_network() {
    Path table = folder.resolve("table.yaml");
    JsonNode built =
        CommandRun.of("profile", NETWORK, "--out", table.toString(), "--protocol=quick", "--json")
            .json();
    assertFalse(Files.exists(folder.resolve("table.yaml.journal")), "the journal is left behind");
    JsonNode shown = CommandRun.of("profile", "show", table.toString(), "--json").json();
    assertEquals(built.get("entryCount").asInt(), shown.get("entries").size());
    JsonNode cost = CommandRun.of("cost", NETWORK, "--table", table.toString(), "--json").json();
    assertTrue(cost.get("latencyMillis").asDouble() > 0);
    assertTrue(
        CommandRun.of("cost", "mobilenet-v2", "--table", table.toString())
            .refusal()
            .contains("has no entry for"));
  }

  @Test
  void a_table_is_completed_for_other_networks_and_keeps_what_it_knows() throws IOException {
    String table = folder.resolve("table.yaml").toString();
    String other = "mobilenet-v3-small-0.5@28";
    JsonNode built =
        CommandRun.of(
                "profile",
                NETWORK,
                "--out",
                table,
                "--protocol=quick",
                "--time-limit=0.1",
                "--json")
            .json();
    assertEquals("time-limit", built.get("builds").get(0).get("stopped").asText());
    JsonNode before = CommandRun.of("cost", NETWORK, "--table", table, "--json").json();
    JsonNode extended =
        CommandRun.of("profile", other, "--out", table, "--extend", "--json").json();
    assertTrue(extended.get("addedEntries").asInt() > 0);
    assertEquals(2, extended.get("builds").size());
    assertEquals(before, CommandRun.of("cost", NETWORK, "--table", table, "--json").json());
    assertEquals(0, CommandRun.of("cost", other, "--table", table).exitCode());
    String text = Files.readString(Path.of(table));
    CommandRun again = CommandRun.of("profile", other, "--out", table, "--extend");
    assertTrue(again.out().contains("lacks nothing of " + other), again.out());
    assertEquals(text, Files.readString(Path.of(table)));
    assertTrue(
        CommandRun.of("profile", "verify", table)
            .refusal()
            .contains("name a space to draw others from with --space"));
    Files.writeString(Path.of(table), text.replace("threads: 1", "threads: 2"));
    assertTrue(
        CommandRun.of("profile", other, "--out", table, "--extend", "--threads=1")
            .refusal()
            .contains("threads '2' instead of '1'; entries measured here would not fit it"));
  }

  @Test
  void extending_takes_what_is_the_tables_own_from_the_table() {
    Path table = folder.resolve("none.yaml");
    assertEquals(
        "hwnas: " + table + ": no such file",
        CommandRun.of("profile", "--out", table.toString(), "--extend").refusal());
    assertTrue(
        CommandRun.of("profile", "--out", table.toString(), "--extend", "--protocol=quick")
            .refusal()
            .contains("leave out --protocol"));
    assertTrue(
        CommandRun.of("profile", NETWORK, "--out", table.toString(), "--resolution=0")
            .refusal()
            .contains("--resolution must be from 1 to 4096, not 0"));
    assertTrue(
        CommandRun.of("profile", NETWORK, "--out", table.toString(), "--time-limit=-1")
            .refusal()
            .contains("--time-limit must be"));
    assertTrue(
        CommandRun.of("profile", NETWORK, "--out", table.toString(), "--time-limit=0.0001")
            .refusal()
            .contains("--time-limit must be from 0.001 to"));
  }

  @Test
  void a_table_is_of_the_threads_and_images_that_were_asked_for() throws IOException {
    Path table = folder.resolve("table.yaml");
    String[] quick = {"--protocol=quick", "--time-limit=0.1", "--threads=2", "--batch=2"};
    CommandRun run =
        CommandRun.of(
            Stream.concat(Stream.of("profile", NETWORK, "--out=" + table), Stream.of(quick))
                .toArray(String[]::new));
    assertEquals(0, run.exitCode(), run.err());
    String text = Files.readString(table);
    assertTrue(text.contains("threads: 2") && text.contains("batch: 2"), text);
    String cost = CommandRun.of("cost", NETWORK, "--table=" + table).out();
    assertTrue(cost.contains("measured: threads 2, images of an inference 2"), cost);
    JsonNode json = CommandRun.of("cost", NETWORK, "--table=" + table, "--json").json();
    assertEquals(2, json.get("latencyThreads").asInt());
    assertEquals(2, json.get("latencyBatch").asInt());
  }

  @Test
  void several_resolutions_stand_in_one_table() {
    String table = folder.resolve("table.yaml").toString();
    JsonNode built =
        CommandRun.of(
                "profile",
                NETWORK,
                "--out",
                table,
                "--protocol=quick",
                "--time-limit=0.1",
                "--resolution",
                "28",
                "20",
                "--json")
            .json();
    for (String pixels : new String[] {"28", "20"}) {
      JsonNode cost =
          CommandRun.of("cost", NETWORK.replace("@28", "@" + pixels), "--table", table, "--json")
              .json();
      assertTrue(cost.get("latencyMillis").asDouble() > 0);
    }
    assertTrue(built.get("entryCount").asInt() > 14);
    String[] between = {"cost", NETWORK.replace("@28", "@24"), "--table", table, "--json"};
    assertTrue(CommandRun.of(between).refusal().contains("has no entry for"));
    JsonNode estimated =
        CommandRun.of(
                Stream.concat(Stream.of(between), Stream.of("--interpolate"))
                    .toArray(String[]::new))
            .json();
    assertTrue(estimated.get("interpolatedBlocks").size() > 0);
    assertTrue(estimated.get("latencyMillis").asDouble() > 0);
  }

  @Test
  void a_table_of_another_machine_predicts_only_where_it_is_accepted() {
    TinyRun tiny = TinyRun.in(folder);
    String[] cost = {"cost", tiny.largest().toString(), "--table", tiny.table().toString()};
    String refusal = CommandRun.of(cost).refusal();
    assertTrue(refusal.contains("table.yaml was measured on something else: cpu"), refusal);
    JsonNode accepted =
        CommandRun.of(cost[0], cost[1], cost[2], cost[3], "--accept-foreign-table", "--json")
            .json();
    assertEquals(tiny.budgetMillis() / 0.4, accepted.get("latencyMillis").asDouble(), 1e-9);
  }

  @Test
  void a_file_that_exists_is_kept() throws IOException {
    Path table = folder.resolve("table.yaml");
    Files.writeString(table, "mine");
    assertEquals(
        "hwnas: "
            + table
            + ": exists already; choose another --out, complete it with --extend, or remove it",
        CommandRun.of("profile", NETWORK, "--out", table.toString()).refusal());
    assertEquals("mine", Files.readString(table));
  }

  @Test
  void a_place_where_no_table_can_be_is_named_as_it_was_given() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Path table = file.resolve("table.yaml");
    assertEquals(
        "hwnas: " + table + ": one of its folders is a file; choose another place",
        CommandRun.of("profile", NETWORK, "--out", table.toString()).refusal());
    Path lost = folder.resolve("lost");
    assertEquals(
        "hwnas: " + lost + ": no such folder; create it first",
        CommandRun.of("profile", NETWORK, "--out", lost.resolve("table.yaml").toString())
            .refusal());
  }

  @Test
  void what_is_no_table_is_refused_with_its_place() throws IOException {
    Path table = folder.resolve("table.yaml");
    Files.writeString(table, "space: x\n");
    assertEquals(
        "hwnas: " + table + ":1: missing key 'format'",
        CommandRun.of("profile", "show", table.toString()).refusal());
  }

  @Test
  void without_a_space_the_usage_is_named() {
    assertEquals(
        "hwnas: name a SPACE or networks, and a file with --out; see hwnas profile --help",
        CommandRun.of("profile").refusal());
  }

  @Test
  void a_table_of_a_space_is_whole_and_verified_without_the_spaces_file() throws IOException {
    TinyRun.in(folder);
    Path space = folder.resolve("space.yaml");
    Path table = folder.resolve("built.yaml");
    Path html = folder.resolve("verify.html");
    JsonNode built =
        CommandRun.of(
                "profile",
                space.toString(),
                "--out=" + table,
                "--protocol=quick",
                "--time-limit=0.1",
                "--json")
            .json();
    assertEquals(
        CompiledSpace.of(SearchSpace.parse(YamlNode.read(space))).blocks().size(),
        built.get("entryCount").asInt());
    Files.delete(space);
    JsonNode verified =
        CommandRun.of(
                "profile",
                "verify",
                table.toString(),
                "--networks=6",
                "--sessions=1",
                "--visits=1",
                "--html=" + html,
                "--json")
            .json();
    assertEquals(6, verified.get("networks").asInt());
    assertEquals(6, verified.get("perNetwork").size());
    for (String figure :
        new String[] {
          "mape",
          "maxError",
          "noiseFloorMape",
          "maddsFitMape",
          "constantFitMape",
          "scaledMape",
          "scaledNoiseFloorMape",
          "scaledMaddsFitMape",
          "scaledConstantFitMape"
        }) {
      assertTrue(verified.get(figure).asDouble() > 0, figure);
    }
    for (JsonNode network : verified.get("perNetwork")) {
      assertEquals(2, network.get("passMillis").size());
      assertEquals(
          network.get("predictedMillis").asDouble() / network.get("latencyMillis").asDouble() - 1,
          network.get("error").asDouble(),
          1e-9);
    }
    assertTrue(verified.has("kendallTau") && verified.has("bias"));
    String page = Files.readString(html);
    assertTrue(page.contains("id=\"predictions\"") && page.contains("random-6"));
  }

  @Test
  void verifying_can_measure_in_processes_of_their_own() {
    TinyRun tiny = TinyRun.in(folder);
    CommandRun run =
        CommandRun.of(
            "profile",
            "verify",
            tiny.table().toString(),
            "--space=" + folder.resolve("space.yaml"),
            "--accept-foreign-table",
            "--networks=3",
            "--visits=1",
            "--processes=1");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("2 passes of 1 fresh processes"), run.out());
    assertTrue(run.out().contains("noise floor, one scale"), run.out());
  }

  @Test
  void networks_that_are_named_are_verified_and_reported_by_themselves() throws IOException {
    Path table = folder.resolve("networks.yaml");
    List<String> networks =
        List.of("mobilenet-v1-0.25@28", "mobilenet-v2-0.25@28", "mobilenet-v3-small-0.25@28");
    List<String> profile = new ArrayList<>(List.of("profile", "--out=" + table));
    profile.addAll(List.of("--protocol=quick", "--time-limit=0.1"));
    profile.addAll(networks);
    CommandRun.of(profile.toArray(String[]::new));
    CommandRun few = CommandRun.of(verify(table, networks.subList(0, 1)));
    assertTrue(few.refusal().contains("the networks of --network must be at least"), few.err());
    JsonNode verified = CommandRun.of(verify(table, networks)).json();
    assertEquals(3, verified.get("networks").asInt());
    assertEquals("named", verified.get("groups").get(0).get("group").asText());
  }

  private static String[] verify(Path table, List<String> networks) {
    List<String> words = new ArrayList<>(List.of("profile", "verify", table.toString()));
    words.addAll(List.of("--sessions=1", "--visits=1", "--json"));
    networks.forEach(network -> words.add("--network=" + network));
    return words.toArray(String[]::new);
  }

  @Test
  void verifying_refuses_counts_that_tell_nothing() {
    assertEquals(
        "hwnas: --networks must be at least 3, not 2",
        CommandRun.of("profile", "verify", "table.yaml", "--networks=2").refusal());
    assertEquals(
        "hwnas: --passes must be at least 2, not 1",
        CommandRun.of("profile", "verify", "table.yaml", "--passes=1").refusal());
    assertEquals(
        "hwnas: --processes must be at least 1, not 0",
        CommandRun.of("profile", "verify", "table.yaml", "--processes=0").refusal());
  }

  @Test
  void verifying_refuses_a_space_of_fewer_networks_than_are_asked_for() throws IOException {
    TinyRun tiny = TinyRun.in(folder);
    Path space = folder.resolve("space.yaml");
    Files.writeString(
        space,
        Files.readString(space)
            .replace("[1, 2]", "[1]")
            .replace("[8, 16]", "[8]")
            .replace("[2, 4]", "[2]")
            .replace("[3, 5]", "[3]")
            .replace("[32, 64]", "[32]"));
    String refusal =
        CommandRun.of(
                "profile",
                "verify",
                tiny.table().toString(),
                "--space=" + space,
                "--accept-foreign-table")
            .refusal();
    assertTrue(refusal.contains("has only 2 distinct networks"), refusal);
  }

  @Test
  void what_a_command_reads_it_does_not_replace() throws IOException {
    Path table = folder.resolve("table.yaml");
    Files.writeString(table, "mine");
    String refusal =
        "hwnas: "
            + table
            + ": is read by this command, which would replace it; choose another file to write";
    String file = table.toString();
    assertEquals(refusal, CommandRun.of("profile", "verify", file, "--html", file).refusal());
    assertEquals(
        refusal, CommandRun.of("profile", "steps", file, "--block=s1.b1", "--svg", file).refusal());
    assertEquals(refusal, CommandRun.of("export", file, "--format=arch", "--out", file).refusal());
    assertEquals("mine", Files.readString(table));
  }

  @Test
  void packing_replaces_no_file_that_is_no_runner() throws IOException {
    Path runner = folder.resolve("hwnas-probe.jar");
    assertEquals(
        "hwnas: "
            + runner
            + ": is what the runner beside it is called; choose another --out, such as probe.zip",
        CommandRun.of("profile", "pack", NETWORK, "--out", runner.toString()).refusal());
    Files.writeString(runner, "mine");
    assertEquals(
        "hwnas: "
            + runner
            + ": exists already and is no runner of hwnas; remove it, or choose an --out in"
            + " another folder",
        CommandRun.of("profile", "pack", NETWORK, "--out", folder.resolve("p.zip").toString())
            .refusal());
    assertEquals("mine", Files.readString(runner));
    assertFalse(Files.exists(folder.resolve("p.zip")));
  }

  @Test
  void a_table_that_another_process_measures_is_left_to_it() throws IOException {
    Path journalFile = folder.resolve("table.yaml.journal");
    String[] profile = {"profile", NETWORK, "--out=" + folder.resolve("table.yaml")};
    try (Journal journal = Journal.open(journalFile)) {
      assertEquals(List.of(), journal.keys());
      assertEquals(
          "hwnas: "
              + journalFile
              + ": another process is writing into it; wait for it or choose another place",
          CommandRun.of(profile).refusal());
    }
    assertTrue(Files.exists(journalFile), "the other process's journal is gone");
  }

  @Test
  void what_was_packed_has_the_runner_beside_it_and_is_no_result() throws IOException {
    Path probe = folder.resolve("probe.zip");
    Path runner = folder.resolve("hwnas-probe.jar");
    JsonNode packed =
        CommandRun.of(
                "profile", "pack", NETWORK, "--out", probe.toString(), "--protocol=quick", "--json")
            .json();
    assertEquals(runner.toString(), packed.get("runner").asText());
    assertEquals(Files.size(runner), packed.get("runnerBytes").asLong());
    assertEquals(Files.size(probe), packed.get("bytes").asLong());
    Path table = folder.resolve("table.yaml");
    String[] imported = {"profile", "import", probe.toString(), "--out", table.toString()};
    assertEquals("hwnas: " + probe + ": has no result.yaml", CommandRun.of(imported).refusal());
    assertFalse(Files.exists(table));
    assertEquals(
        "hwnas: " + probe + ": exists already; choose another --out or remove it",
        CommandRun.of("profile", "pack", NETWORK, "--out", probe.toString()).refusal());
    assertEquals(
        "hwnas: name a SPACE or networks; see hwnas profile pack --help",
        CommandRun.of("profile", "pack", "--out", folder.resolve("x").toString()).refusal());
  }
}
