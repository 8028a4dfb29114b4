package io.hwnas.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints, as Markdown, what {@code main-job.sh} measured: stages, memory, and the found network
 * beside each baseline with the paired 95 % interval of the difference (Student's t).
 */
public final class MainJob {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private record Run(
      String seed, JsonNode comparison, Map<String, Double> stageSeconds, double wall, double mib) {
    JsonNode found() {
      return comparison.get("found");
    }

    List<JsonNode> baselines() {
      List<JsonNode> baselines = new ArrayList<>();
      baselines.add(comparison.get("baseline"));
      comparison.path("otherBaselines").forEach(baselines::add);
      return baselines;
    }

    double gain(int baseline) {
      return figure(found(), "testTop1") - figure(baselines().get(baseline), "testTop1");
    }

    double latencyRatio(int baseline) {
      return figure(found(), "latencyMillis") / figure(baselines().get(baseline), "latencyMillis");
    }
  }

  private MainJob() {}

  /**
   * Prints the tables.
   *
   * @param args folder of the runs, then the seeds
   * @throws IOException if a run cannot be read
   */
  public static void main(String[] args) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (String seed : Arrays.asList(args).subList(1, args.length)) {
      runs.add(read(Path.of(args[0]), seed));
    }
    printNetworks(runs);
    printStages(runs);
    for (int baseline = 0; baseline < runs.get(0).baselines().size(); baseline++) {
      printInterval(runs, baseline);
    }
  }

  private static double figure(JsonNode network, String key) {
    return network.get(key).asDouble();
  }

  private static Run read(Path folder, String seed) throws IOException {
    JsonNode comparison = MAPPER.readTree(folder.resolve("seed-" + seed + ".json").toFile());
    Map<String, Double> stages = new LinkedHashMap<>();
    for (String line : Files.readAllLines(folder.resolve("seed-" + seed + "/journal.jsonl"))) {
      JsonNode entry = MAPPER.readTree(line);
      String key = entry.get("key").asText();
      if (key.startsWith("stage/")) {
        stages.put(key.substring("stage/".length()), entry.get("value").get("seconds").asDouble());
      }
    }
    double wall = 0;
    double greatestKib = 0;
    for (String attempt : Files.readAllLines(folder.resolve("seed-" + seed + ".time"))) {
      // GNU time puts a line before the figures where the command failed.
      if (Character.isDigit(attempt.charAt(0))) {
        String[] time = attempt.split(" ");
        wall += Double.parseDouble(time[0]);
        greatestKib = Math.max(greatestKib, Double.parseDouble(time[1]));
      }
    }
    return new Run(seed, comparison, stages, wall, greatestKib / 1024);
  }

  private static void printNetworks(List<Run> runs) {
    print("| seed | network | test top-1 | measured ms | predicted ms | off | MAdds | params |%n");
    print("|---|---|---|---|---|---|---|---|%n");
    for (Run run : runs) {
      printNetwork(run.seed(), "found", run.found());
      for (JsonNode baseline : run.baselines()) {
        printNetwork(run.seed(), baseline.get("network").asText(), baseline);
      }
    }
  }

  private static void printNetwork(String seed, String name, JsonNode network) {
    double millis = figure(network, "latencyMillis");
    double predicted = figure(network, "predictedMillis");
    print(
        "| %s | %s | %.4f | %.4f | %.4f | %+.1f %% | %,.0f | %,.0f |%n",
        seed,
        name,
        figure(network, "testTop1"),
        millis,
        predicted,
        100 * (predicted / millis - 1),
        figure(network, "madds"),
        figure(network, "params"));
  }

  private static void printStages(List<Run> runs) {
    print("%n| seed | wall s | peak MiB | seconds by stage |%n|---|---|---|---|%n");
    for (Run run : runs) {
      List<String> stages = new ArrayList<>();
      run.stageSeconds().forEach((stage, s) -> stages.add(format("%s %.0f", stage, s)));
      print(
          "| %s | %.0f | %.0f | %s |%n",
          run.seed(), run.wall(), run.mib(), String.join(", ", stages));
    }
  }

  private static void printInterval(List<Run> runs, int baseline) {
    MeanInterval gains = new MeanInterval(runs.stream().mapToDouble(run -> run.gain(baseline)));
    MeanInterval ratios =
        new MeanInterval(runs.stream().mapToDouble(run -> run.latencyRatio(baseline)));
    print(
        "%nfound minus baseline %d, test top-1: mean %s; latency ratio mean %.3f (%.3f to %.3f)%n",
        baseline + 1, gains.text(), ratios.mean(), ratios.least(), ratios.greatest());
  }

  private static void print(String format, Object... values) {
    System.out.print(format(format, values));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
