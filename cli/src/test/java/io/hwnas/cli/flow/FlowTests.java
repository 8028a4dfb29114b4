package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.cli.CommandRun;
import io.hwnas.cli.TinyRun;
import io.hwnas.results.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlowTests {
  /**
   * Bars and discs in equal numbers are told apart by nothing at 0.5, and by chance seldom here.
   */
  private static final double LEARNT = 0.8;

  @TempDir private static Path folder;
  private static Path run;
  private static CommandRun first;

  @BeforeAll
  static void runTheWholeFlow() {
    run = folder.resolve("run");
    first = search();
  }

  @Test
  void the_flow_ends_with_the_found_network_beside_the_baseline() {
    JsonNode end = first.json();
    for (String side : new String[] {"found", "baseline"}) {
      JsonNode network = end.get(side);
      assertTrue(network.get("latencyMillis").asDouble() > 0);
      assertTrue(network.get("predictedMillis").asDouble() > 0);
      assertTrue(network.get("madds").asLong() > 0);
      assertTrue(network.get("params").asLong() > 0);
    }
    assertTrue(end.get("found").get("testTop1").asDouble() >= LEARNT, end::toString);
    double slower = end.get("baselineSlower").asDouble();
    // By sessions, not by the medians of all, from which it may differ where others run.
    assertTrue(slower > -1 && Double.isFinite(slower), end::toString);
    assertEquals(Math.abs(slower) <= 0.03, end.get("latencyMatched").asBoolean(), end::toString);
  }

  @Test
  void a_finished_run_that_is_resumed_says_the_same_and_does_nothing_anew() throws IOException {
    byte[] journal = Files.readAllBytes(run.resolve("journal.jsonl"));
    assertEquals(first.out(), search("--resume").out());
    assertEquals(
        new String(journal), Files.readString(run.resolve("journal.jsonl")), "journal changed");
  }

  @Test
  void the_bundle_is_whole_and_scores_what_the_run_says() {
    assertTrue(new Bundle(run.resolve("best")).exists());
    JsonNode evaluated =
        CommandRun.of(
                "evaluate", run.toString(), "--data", folder.resolve("data").toString(), "--json")
            .json();
    assertEquals(first.json().get("found").get("testTop1"), evaluated.get("testTop1"));
    JsonNode cost = CommandRun.of("cost", run.toString(), "--json").json();
    assertEquals(first.json().get("found").get("madds"), cost.get("madds"));
  }

  @Test
  void the_table_of_the_run_knows_the_found_network() {
    JsonNode cost =
        CommandRun.of(
                "cost",
                run.toString(),
                "--table",
                run.resolve("latency-table.yaml").toString(),
                "--accept-foreign-table",
                "--json")
            .json();
    JsonNode found = first.json().get("found");
    assertEquals(found.get("tableMillis").asDouble(), cost.get("latencyMillis").asDouble(), 1e-9);
    assertEquals(
        found.get("tableMillis").asDouble() * first.json().get("level").asDouble(),
        found.get("predictedMillis").asDouble(),
        1e-9);
  }

  @Test
  void a_trial_of_the_run_can_be_named() {
    assertTrue(CommandRun.of("cost", run + "#1", "--json").json().get("params").asLong() > 0);
    assertEquals(
        "hwnas: " + run + ": has no trial 9999", CommandRun.of("cost", run + "#9999").refusal());
  }

  @Test
  void the_report_can_be_drawn_again() {
    assertEquals(0, CommandRun.of("report", run.toString()).exitCode());
    assertTrue(Files.exists(run.resolve("report.html")));
  }

  @Test
  void a_run_that_exists_is_refused_and_left_as_it_is() {
    assertEquals(
        "hwnas: " + run + ": holds a run already; go on with --resume or choose another --run",
        search().refusal());
  }

  @Test
  void a_network_that_shrinking_cannot_bring_within_the_budget_is_not_the_winner() {
    JsonNode end =
        searchInto(folder.resolve("head"), "--set", "netadapt.kinds=[head-hidden]").json();
    double predicted = end.get("found").get("predictedMillis").asDouble();
    assertTrue(predicted <= TinyRun.in(folder).budgetMillis(), end::toString);
  }

  @Test
  void caps_that_no_network_can_meet_are_refused_before_a_run_is_made() {
    Path capped = folder.resolve("capped");
    String refusal = searchInto(capped, "--set=netadapt.caps={params: 10}").refusal();
    assertTrue(refusal.startsWith("hwnas: shrinking channels cannot reach 10 parameters"), refusal);
    assertFalse(Files.exists(capped));
  }

  @Test
  void a_teacher_that_learns_nothing_itself_is_refused_before_a_run_is_made() {
    Path taught = folder.resolve("untaught");
    String refusal =
        searchInto(
                taught,
                "--set=supernet.largest-subnet=false",
                "--set=fine-tuning.recipe.distillation={weight: 0.5, temperature: 2}")
            .refusal();
    assertTrue(
        refusal.startsWith(
            "hwnas: fine-tuning.recipe.distillation: the supernet's largest network"),
        refusal);
    assertFalse(Files.exists(taught));
  }

  @Test
  void a_teacher_for_other_images_is_refused_before_a_run_is_made() throws IOException {
    Path config = TinyRun.in(folder).config();
    Path space = folder.resolve("space.yaml");
    Files.writeString(
        space, Files.readString(space).replaceFirst("resolution: 12", "resolution: [8, 12]"));
    Path taught = folder.resolve("taught");
    String refusal =
        CommandRun.of(
                "search",
                config.toString(),
                "--run",
                taught.toString(),
                "--set=supernet.largest-subnet=true",
                "--set=fine-tuning.recipe.distillation={weight: 0.5, temperature: 2}")
            .refusal();
    assertTrue(refusal.startsWith("hwnas: fine-tuning.recipe.distillation: the largest"), refusal);
    assertFalse(Files.exists(taught));
    TinyRun.in(folder);
  }

  @Test
  void a_network_is_held_against_each_of_several_baselines() {
    Path two = folder.resolve("two");
    JsonNode end =
        searchInto(two, "--set", "baseline.network=[mobilenet-v3-small@12, mobilenet-v2@12]")
            .json();
    JsonNode other = end.at("/otherBaselines/0");
    assertEquals("baseline 2", other.get("label").asText());
    assertTrue(other.get("network").asText().startsWith("mobilenet-v2"), end::toString);
    assertTrue(other.get("testTop1").asDouble() > 0, end::toString);
    assertTrue(Files.exists(two.resolve("baseline-2-log.csv")));
  }

  private static CommandRun search(String... more) {
    return searchInto(
        run,
        Stream.concat(Stream.of("--set=fine-tuning.length=120 steps"), Stream.of(more))
            .toArray(String[]::new));
  }

  private static CommandRun searchInto(Path into, String... more) {
    String[] arguments = {
      "search", TinyRun.in(folder).config().toString(), "--run", into.toString(), "--json"
    };
    return CommandRun.of(Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
  }
}
