package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.OnceForAllNetConfig;
import io.hwnas.space.OnceForAllSpec;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CostCommandTests {
  @TempDir private Path folder;

  @Test
  void json_names_network_madds_params_and_peak_bytes() {
    JsonNode cost = CommandRun.of("cost", "mobilenet-v3-large", "--json").json();
    assertEquals("mobilenet-v3-large", cost.get("network").asText());
    assertEquals(216_589_760, cost.get("madds").asLong());
    assertEquals(5_483_032, cost.get("params").asLong());
    assertTrue(cost.get("peakBytes").asLong() > 0);
  }

  @Test
  void the_multipliers_of_the_papers_apply() {
    JsonNode cost =
        CommandRun.of("cost", "mobilenet-v3-small", "--width", "0.75", "--resolution=96", "--json")
            .json();
    assertEquals(2_041_872, cost.get("params").asLong());
    assertTrue(cost.get("madds").asLong() < 12_000_000);
  }

  @Test
  void the_layers_add_up_to_the_network() {
    JsonNode cost = CommandRun.of("cost", "mobilenet-v2", "--layers", "--json").json();
    long madds = 0;
    long params = 0;
    for (JsonNode layer : cost.get("layers")) {
      madds += layer.get("madds").asLong();
      params += layer.get("params").asLong();
    }
    assertEquals(cost.get("madds").asLong(), madds);
    assertEquals(cost.get("params").asLong(), params);
  }

  @Test
  void an_arch_yaml_costs_what_its_network_costs() throws IOException {
    Path file = folder.resolve("arch.yaml");
    Files.writeString(
        file, Architectures.write(ReferenceNetworks.named("mobilenet-v3-small-0.75@28")));
    JsonNode cost = CommandRun.of("cost", file.toString(), "--json").json();
    assertEquals(
        CommandRun.of("cost", "mobilenet-v3-small-0.75@28", "--json").json().get("madds"),
        cost.get("madds"));
  }

  @Test
  void two_networks_can_be_compared() {
    CommandRun run =
        CommandRun.of("cost", "mobilenet-v1", "--compare", "mobilenet-v1-full-convolution");
    assertEquals(0, run.exitCode());
    assertEquals(4, run.out().lines().count());
    String ratios = run.out().lines().skip(3).findFirst().orElseThrow();
    assertTrue(ratios.matches("second / first +8\\.56× +6\\.92× .*"), ratios);
  }

  @Test
  void a_form_of_mobilenet_v3_is_an_option_or_part_of_the_name() {
    String named = CommandRun.of("cost", "mobilenet-v3-large+original-end", "--json").out();
    assertEquals(
        named,
        CommandRun.of("cost", "mobilenet-v3-large", "--last-stage", "original", "--json").out());
    assertEquals(
        "hwnas: mobilenet-v2 has no other stem or last stage; only the MobileNetV3 networks have",
        CommandRun.of("cost", "mobilenet-v2", "--stem", "32-relu").refusal());
  }

  @Test
  void the_forms_of_mobilenet_v3_concern_the_first_of_two_networks_alone() {
    JsonNode stems =
        CommandRun.of(
                "cost",
                "mobilenet-v3-large",
                "--stem=32-relu",
                "--compare=mobilenet-v3-large",
                "--json")
            .json();
    assertEquals(216_589_760, stems.get("compare").get("madds").asLong());
    assertTrue(stems.get("madds").asLong() > 216_589_760);
    assertEquals(
        0,
        CommandRun.of(
                "cost",
                "mobilenet-v3-large",
                "--last-stage=original",
                "--compare=mobilenet-v2",
                "--width=0.5",
                "--resolution=96")
            .exitCode());
  }

  @Test
  void a_network_too_large_to_count_is_refused_at_its_layer() throws IOException {
    assertEquals(
        "hwnas: vast: up to layer s0.b2/conv it takes more multiply-adds than hwnas counts (2^63 -"
            + " 1); choose a smaller width or resolution",
        CommandRun.of("cost", VastNetwork.in(folder, 5).toString()).refusal());
    assertEquals(
        0, CommandRun.of("cost", VastNetwork.in(folder, 1).toString(), "--layers").exitCode());
  }

  @Test
  void layers_with_a_table_show_what_each_block_takes() {
    TinyRun tiny = TinyRun.in(folder);
    String[] cost = {
      "cost",
      tiny.largest().toString(),
      "--table",
      tiny.table().toString(),
      "--accept-foreign-table",
      "--layers",
      "--json"
    };
    JsonNode counted = CommandRun.of(cost).json();
    double millis = 0;
    long madds = 0;
    for (JsonNode block : counted.get("blocks")) {
      millis += block.get("latencyMillis").asDouble();
      madds += block.get("madds").asLong();
      assertEquals(
          block.get("farFromTrend").asBoolean(),
          Math.abs(
                  Math.log(
                      block.get("latencyMillis").asDouble() / block.get("trendMillis").asDouble()))
              > Math.log(1.5));
    }
    assertEquals(counted.get("latencyMillis").asDouble(), millis, 1e-9);
    assertEquals(counted.get("madds").asLong(), madds);
    CommandRun text = CommandRun.of(Arrays.copyOf(cost, cost.length - 1));
    assertTrue(text.out().contains("against the trend"), text.out());
  }

  @Test
  void a_mistyped_network_names_the_nearest() {
    assertTrue(
        CommandRun.of("cost", "mobilenet-v3-smal")
            .refusal()
            .startsWith(
                "hwnas: unknown network 'mobilenet-v3-smal' (did you mean 'mobilenet-v3-small'?)"));
  }

  @Test
  void a_space_is_named_as_one_with_what_to_do_instead() throws IOException {
    Path file = folder.resolve("space.yaml");
    Files.writeString(
        file,
        """
        name: own
        input: {channels: 3, resolution: 32}
        stages:
          - {depth: 1, width: 8}
        """);
    String advice =
        "is a search space, where one network is needed; 'hwnas space show %1$s' describes it,"
            + " 'hwnas space sample %1$s' draws a network of it";
    assertEquals(
        "hwnas: %s:1: ".formatted(file) + advice.formatted(file),
        CommandRun.of("cost", file.toString()).refusal());
    assertEquals(
        "hwnas: 'ofa-mobilenet-v3' " + advice.formatted("ofa-mobilenet-v3"),
        CommandRun.of("cost", "ofa-mobilenet-v3").refusal());
    Files.writeString(file, "name: own\nstages: []\n");
    String refusal = CommandRun.of("profile", file.toString(), "--out", "x.yaml").refusal();
    assertTrue(refusal.contains(file + ":1: missing key 'input'"), refusal);
  }

  @Test
  void a_mistyped_choice_names_what_a_user_types() {
    assertEquals(
        "hwnas: Invalid value for option '--last-stage': must be one of efficient, original, not"
            + " 'orignal' (did you mean 'original'?)",
        CommandRun.of("cost", "mobilenet-v3-large", "--last-stage", "orignal").refusal());
    String refusal =
        CommandRun.of("export", "mobilenet-v2", "--format", "net_config", "--out", "x").refusal();
    assertTrue(
        refusal.contains("must be one of onnx, safetensors, dot, arch, net-config, ofa-spec, not"),
        refusal);
    assertEquals(0, CommandRun.of("space", "schema", "Architecture").exitCode());
    assertTrue(CommandRun.of("space", "schema", "x").refusal().contains("space"));
  }

  @Test
  void a_width_in_the_name_and_as_an_option_are_one_too_many() {
    assertEquals(
        "hwnas: 'mobilenet-v3-large-0.75+original-end' has its width in its name; leave out --width",
        CommandRun.of("cost", "mobilenet-v3-large-0.75+original-end", "--width", "0.5").refusal());
  }

  @Test
  void a_net_config_of_once_for_all_is_a_network() throws IOException {
    Path file = folder.resolve("net.config");
    SearchSpace space = SearchSpace.named("ofa-mobilenet-v3");
    Architecture subnet = space.decode(space.largest());
    Files.writeString(file, OnceForAllNetConfig.write(subnet));
    JsonNode cost = CommandRun.of("cost", file.toString(), "--json").json();
    assertEquals(Cost.of(LayerGraph.of(subnet)).madds(), cost.get("madds").asLong());
  }

  @Test
  void a_specification_of_once_for_all_is_a_network_at_both_widths() throws IOException {
    Path file = folder.resolve("spec.json");
    OnceForAllSpec spec = OnceForAllSpec.uniform(3, 4, 5, 192);
    Files.writeString(file, spec.toJson());
    for (double width : new double[] {1, 1.2}) {
      JsonNode cost =
          CommandRun.of("cost", file.toString(), "--width", "" + width, "--json").json();
      Cost expected = Cost.of(LayerGraph.of(spec.architecture(width)));
      assertEquals(expected.madds(), cost.get("madds").asLong());
      assertEquals(expected.params(), cost.get("params").asLong());
      assertEquals(spec.architecture(width).name(), cost.get("network").asText());
    }
  }

  @Test
  void slices_need_less_memory_than_whole_tensors() {
    JsonNode cost = CommandRun.of("cost", "mobilenet-v2", "--json").json();
    assertEquals(6_021_120, cost.get("peakBytes").asLong());
    assertTrue(cost.get("slicedPeakBytes").asLong() < cost.get("peakBytes").asLong() / 2);
  }

  @Test
  void a_file_is_scaled_by_the_rule_it_names() throws IOException {
    Path file = folder.resolve("arch.yaml");
    for (String name : new String[] {"mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small"}) {
      Files.writeString(file, Architectures.write(ReferenceNetworks.named(name)));
      assertEquals(
          CommandRun.of("cost", name + "-0.35", "--json").out(),
          CommandRun.of("cost", file.toString(), "--width", "0.35", "--json").out());
    }
  }

  @Test
  void a_missing_file_is_named() {
    assertEquals(
        "hwnas: nowhere.yaml: no such file", CommandRun.of("cost", "nowhere.yaml").refusal());
  }

  @Test
  void counting_loads_no_class_of_a_native_library() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "cost",
                "mobilenet-v3-large")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("5,483,032"), output);
    List<String> natives = List.of(" org.bytedeco.", " ai.onnxruntime.", " org.sqlite.");
    assertEquals(
        List.of(),
        output.lines().filter(line -> natives.stream().anyMatch(line::contains)).toList());
  }
}
