package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.export.Safetensors;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.OnceForAllSpec;
import io.hwnas.space.ReferenceNetwork;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportCommandTests {
  private static final String NETWORK = "mobilenet-v3-small-0.35@28";

  @TempDir private Path folder;
  private Path weightsFile;
  private Weights weights;

  @BeforeEach
  void writeWeights() throws IOException {
    LayerGraph graph = LayerGraph.of(ReferenceNetworks.named(NETWORK));
    weights = WeightInit.random(graph, Seeds.of(1, "test"));
    weightsFile = folder.resolve("w.safetensors");
    Safetensors.write(weightsFile, weights, Map.of());
  }

  @Test
  void an_exported_onnx_model_can_be_measured() {
    Path model = folder.resolve("model.onnx");
    CommandRun export = export("onnx", model);
    assertEquals(0, export.exitCode(), export.err());
    CommandRun measured =
        CommandRun.of("measure", model.toString(), "--sessions", "1", "--visits", "1", "--json");
    assertTrue(measured.json().get(0).get("latencyMillis").asDouble() > 0);
    assertEquals(3, measured.json().get(0).get("runs").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"export", "measure"})
  void a_network_of_more_than_an_onnx_file_holds_is_refused(String command) {
    List<String> words = new ArrayList<>(List.of(command, "mobilenet-v2-16.0"));
    Path model = folder.resolve("model.onnx");
    if (command.equals("export")) {
      words.addAll(List.of("--format=onnx", "--random-weights", "--out", model.toString()));
    }
    String refusal = CommandRun.of(words.toArray(String[]::new)).refusal();
    assertTrue(
        refusal.matches(
            "hwnas: mobilenet-v2-16.0: its weights take [0-9.]+ GiB, where an ONNX file [(]protobuf[)]"
                + " holds at most 2; the largest is '.+' \\[.+\\]; choose a smaller width"),
        refusal);
    assertFalse(Files.exists(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "safetensors"})
  void a_tensor_of_more_values_than_can_be_held_is_named(String format) throws IOException {
    String refusal =
        CommandRun.of(
                "export",
                VastNetwork.in(folder, 5).toString(),
                "--random-weights",
                "--format=" + format,
                "--out",
                folder.resolve("vast").toString())
            .refusal();
    assertTrue(refusal.contains("'s0.b0.conv.weight' [16384, 16384, 31, 31]"), refusal);
  }

  @Test
  void exported_safetensors_hold_the_same_weights() throws IOException {
    Path copy = folder.resolve("copy.safetensors");
    assertEquals(0, export("safetensors", copy).exitCode());
    Weights read = Safetensors.read(copy).weights();
    assertEquals(weights.names().size(), read.names().size());
    weights.names().forEach(name -> assertEquals(weights.get(name), read.get(name), name));
  }

  @Test
  void a_graph_can_be_drawn_without_weights() throws IOException {
    Path dot = folder.resolve("net.dot");
    assertEquals(
        0, CommandRun.of("export", NETWORK, "--format=dot", "--out", dot.toString()).exitCode());
    assertTrue(Files.readString(dot).startsWith("digraph"));
  }

  @Test
  void a_network_without_weights_is_exported_with_random_ones_to_be_measured() throws IOException {
    List<Path> models = List.of(folder.resolve("a.onnx"), folder.resolve("b.onnx"));
    for (Path model : models) {
      CommandRun run =
          CommandRun.of(
              "export", NETWORK, "--random-weights", "--format=onnx", "--out", model.toString());
      assertEquals(0, run.exitCode(), run.err());
    }
    assertEquals(-1, Files.mismatch(models.get(0), models.get(1)));
    CommandRun measured =
        CommandRun.of(
            "measure", models.get(0).toString(), "--sessions", "1", "--visits", "1", "--json");
    assertTrue(measured.json().get(0).get("latencyMillis").asDouble() > 0);
    assertEquals(
        "hwnas: --random-weights and --weights exclude each other",
        CommandRun.of(
                "export",
                NETWORK,
                "--random-weights",
                "--weights",
                weightsFile.toString(),
                "--format=onnx",
                "--out",
                models.get(0).toString())
            .refusal());
  }

  static Stream<String> listedNetworks() {
    return ReferenceNetworks.all().stream()
        .map(ReferenceNetwork::name)
        .flatMap(name -> Stream.of(name, name + "@32", name + "-0.75@28"));
  }

  @ParameterizedTest
  @MethodSource("listedNetworks")
  void an_architecture_is_written_and_read_back_as_equal(String name) {
    Path file = folder.resolve("arch.yaml");
    CommandRun run = CommandRun.of("export", name, "--format=arch", "--out", file.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(ReferenceNetworks.named(name), ArchitectureSource.find(file.toString()));
  }

  @Test
  void an_architecture_is_written_of_a_run_and_of_a_specification() throws IOException {
    Path copy = folder.resolve("copy.yaml");
    Path bundle = Files.createDirectories(folder.resolve("run").resolve("best"));
    Files.copy(TinyRun.in(folder).largest(), bundle.resolve("arch.yaml"));
    Path spec = folder.resolve("spec.json");
    Files.writeString(spec, OnceForAllSpec.uniform(2, 4, 5, 160).toJson());
    for (Path network : List.of(bundle.getParent(), spec)) {
      CommandRun.of("export", network.toString(), "--format=arch", "--out", copy.toString());
      assertEquals(
          ArchitectureSource.find(network.toString()), ArchitectureSource.find(copy.toString()));
      assertEquals(
          CommandRun.of("cost", network.toString(), "--json").out(),
          CommandRun.of("cost", copy.toString(), "--json").out());
    }
  }

  @Test
  void a_net_config_is_written_without_weights_and_read_again() {
    Path config = folder.resolve("net.config");
    assertEquals(
        0,
        CommandRun.of(
                "export", "mobilenet-v3-large", "--format=net-config", "--out", config.toString())
            .exitCode());
    assertEquals(
        CommandRun.of("cost", "mobilenet-v3-large", "--layers", "--json").out(),
        CommandRun.of("cost", config.toString(), "--layers", "--json").out());
    assertEquals(
        "hwnas: mobilenet-v2 has a head without convolution or hidden layer, which Once-for-All's"
            + " net.config cannot say",
        CommandRun.of("export", "mobilenet-v2", "--format=net-config", "--out", config.toString())
            .refusal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.2"})
  void a_subnet_of_once_for_all_is_written_as_its_specification(String width) throws IOException {
    Path given = folder.resolve("given.json");
    OnceForAllSpec subnet =
        OnceForAllSpec.of(OnceForAllSpec.uniform(3, 4, 5, 192).architecture(1.2));
    Files.writeString(given, subnet.toJson());
    Path arch = folder.resolve("arch.yaml");
    Path written = folder.resolve("written.json");
    assertEquals(
        0,
        CommandRun.of(
                "export",
                given.toString(),
                "--width",
                width,
                "--format=arch",
                "--out",
                arch.toString())
            .exitCode());
    CommandRun run =
        CommandRun.of(
            "export", arch.toString(), "--format=ofa-spec", "--out", written.toString(), "--json");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(Double.parseDouble(width), run.json().get("width").asDouble());
    assertEquals(Files.readString(given), Files.readString(written));
  }

  @Test
  void a_network_outside_once_for_alls_space_has_no_specification() {
    Path spec = folder.resolve("spec.json");
    assertEquals(
        "hwnas: mobilenet-v2 isn't in the space ofa-mobilenet-v3: its stem has 32 channels, where"
            + " ofa-mobilenet-v3 has 16 and ofa-mobilenet-v3-1.2 has 24",
        CommandRun.of("export", "mobilenet-v2", "--format=ofa-spec", "--out", spec.toString())
            .refusal());
    assertFalse(Files.exists(spec));
  }

  @Test
  void a_reference_network_without_weights_is_refused_and_nothing_is_written() {
    Path model = folder.resolve("model.onnx");
    assertEquals(
        "hwnas: mobilenet-v2 has no weights of its own; name a safetensors file with --weights",
        CommandRun.of("export", "mobilenet-v2", "--format=onnx", "--out", model.toString())
            .refusal());
    assertFalse(Files.exists(model));
  }

  @Test
  void weights_of_another_network_are_refused() {
    String refusal =
        CommandRun.of(
                "export",
                "mobilenet-v2",
                "--weights",
                weightsFile.toString(),
                "--format=onnx",
                "--out",
                folder.resolve("model.onnx").toString())
            .refusal();
    assertTrue(refusal.startsWith("hwnas: " + weightsFile + ": the weights do not fit"), refusal);
  }

  @Test
  void slices_are_for_onnx_alone_and_make_a_model_of_their_own() throws IOException {
    Path whole = folder.resolve("whole.onnx");
    assertEquals(0, export("onnx", whole).exitCode());
    Path sliced = folder.resolve("sliced.onnx");
    String[] command = {
      "export",
      NETWORK,
      "--weights",
      weightsFile.toString(),
      "--format=onnx",
      "--memory-efficient",
      "--out",
      sliced.toString()
    };
    CommandRun run = CommandRun.of(command);
    assertEquals(0, run.exitCode(), run.err());
    assertNotEquals(-1, Files.mismatch(whole, sliced));
    command[4] = "--format=dot";
    assertEquals(
        "hwnas: --memory-efficient is for --format onnx; leave it out",
        CommandRun.of(command).refusal());
  }

  @Test
  void a_missing_folder_is_named() {
    assertEquals(
        "hwnas: " + folder.resolve("none") + ": no such folder; create it first",
        export("dot", folder.resolve("none").resolve("x.dot")).refusal());
  }

  private CommandRun export(String format, Path out) {
    return CommandRun.of(
        "export",
        NETWORK,
        "--weights",
        weightsFile.toString(),
        "--format",
        format,
        "--out",
        out.toString());
  }
}
