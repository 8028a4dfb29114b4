package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.results.RunDirectory;
import io.hwnas.results.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All that a finished run decided and computed, without how long anything took. */
final class RunContents {
  private static final List<String> TRAINED =
      List.of("supernet", "teacher", "search-winner", "shrunk", "fine-tuning", "found", "baseline");
  private static final List<String> LOGGED = List.of("fine-tuning", "baseline");
  private static final List<String> FILES =
      List.of("config.yaml", "best/arch.yaml", "best/weights.safetensors", "best/model.onnx");

  private RunContents() {}

  /** Describes a run by the name of each of its parts. */
  static SortedMap<String, String> of(Path root) throws IOException {
    SortedMap<String, String> contents = new TreeMap<>();
    try (RunDirectory run = RunDirectory.open(root)) {
      for (String key : run.journal().keys()) {
        String value = untimed(run.journal().recall(key).orElseThrow()).toString();
        contents.put("journal " + key, value.replace(root.toString() + "/", "RUN/"));
      }
      for (String name : TRAINED) {
        contents.put("weights " + name, run.checkpoints().latest(name).orElseThrow().sha256());
      }
      contents.put("trials", run.trials().contentHash());
      contents.put(
          "trials done",
          ""
              + run.trials().all().stream()
                  .filter(t -> t.state() instanceof TrialState.Done)
                  .count());
    }
    LatencyTable table = LatencyTables.read(root.resolve("latency-table.yaml"));
    contents.put("table entries", table.entries().toString());
    contents.put("table calibration", table.calibration().toString());
    for (String name : LOGGED) {
      contents.put("log " + name, untimedLog(root.resolve(name + "-log.csv")));
    }
    for (String file : FILES) {
      contents.put(file, sha256(Files.readAllBytes(root.resolve(file))));
    }
    return contents;
  }

  /** The values in a run's journal that were measured or timed. */
  static Map<String, JsonNode> measured(Path root) {
    SortedMap<String, JsonNode> measured = new TreeMap<>();
    try (RunDirectory run = RunDirectory.open(root)) {
      for (String key : run.journal().keys()) {
        if (key.startsWith("latency/") || key.startsWith("steps/")) {
          measured.put(key, run.journal().recall(key).orElseThrow());
        }
      }
    }
    return measured;
  }

  /** The steps at which each training of a run was ever saved, in the order of saving. */
  static SortedMap<String, List<Long>> checkpointedSteps(Path root) throws IOException {
    SortedMap<String, List<Long>> steps = new TreeMap<>();
    for (String line : Files.readAllLines(root.resolve("checkpoints/manifest.jsonl"))) {
      JsonNode row = new ObjectMapper().readTree(line);
      List<Long> saved = steps.computeIfAbsent(row.get("name").asText(), n -> new ArrayList<>());
      if (row.has("step")) {
        saved.add(row.get("step").asLong());
      }
    }
    return steps;
  }

  /** The steps and accuracies of a training's log. */
  private static String untimedLog(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.split(","))
        .map(cells -> cells[0] + " " + cells[3])
        .collect(Collectors.joining("\n"));
  }

  private static JsonNode untimed(JsonNode value) {
    if (value instanceof ObjectNode record) {
      record.remove("seconds");
    }
    return value;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
