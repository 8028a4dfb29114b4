package io.hwnas.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints, as Markdown, what {@code netadapt-trained.sh} measured: each shrunk network beside the
 * scaled one, and the paired mean difference of each share of the latency.
 *
 * <p>Arguments: the folder of the first trainings, that of the shrunk networks, the shares in one
 * word, the seeds.
 */
final class NetAdaptTrained {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * A shrunk network.
   *
   * @param share of the first network's predicted latency that it may take
   * @param firstMillis that latency
   */
  private record Run(String seed, String share, double firstMillis, JsonNode outcome, Path folder) {
    JsonNode found() {
      return outcome.at("/comparison/found");
    }

    JsonNode baseline() {
      return outcome.at("/comparison/baseline");
    }

    boolean isCompared() {
      return outcome.has("comparison");
    }

    /** Returns how many times as long as the first network it was measured to take. */
    double ofFirst() {
      return outcome.at("/comparison/ofFirst/ratio").asDouble();
    }

    double ofFirstError() {
      return outcome.at("/comparison/ofFirst/standardError").asDouble();
    }

    /** Returns the share that the budget is of what the table says of the first network. */
    double budgetOfFirst() {
      return outcome.get("budgetMillis").asDouble() / firstMillis;
    }

    double baselineSlower() {
      return outcome.at("/comparison/baselineSlower").asDouble();
    }

    /** Tells whether the scaled network takes as long, within the tolerance. */
    boolean isMatched() {
      return outcome.at("/comparison/latencyMatched").asBoolean();
    }

    /**
     * Tells whether the scaled network takes as long or longer, so that it is at no disadvantage.
     */
    boolean isFair() {
      return isMatched() || baselineSlower() > 0;
    }

    double gain() {
      return found().get("testTop1").asDouble() - baseline().get("testTop1").asDouble();
    }
  }

  private NetAdaptTrained() {}

  public static void main(String[] arguments) throws IOException {
    Path first = Path.of(arguments[0]);
    Path shrunk = Path.of(arguments[1]);
    List<Run> runs = new ArrayList<>();
    for (String share : arguments[2].split(" ")) {
      for (String seed : Arrays.asList(arguments).subList(3, arguments.length)) {
        double millis = read(first, "seed-" + seed + ".cost.json").get("latencyMillis").asDouble();
        String name = "seed-%s-%s".formatted(seed, share);
        runs.add(new Run(seed, share, millis, read(shrunk, name + ".json"), shrunk));
      }
    }
    for (Run run : runs) {
      if (run.outcome().has("nothingToDo")) {
        throw new IllegalArgumentException(
            "seed %s is within %s of its latency as it is".formatted(run.seed(), run.share()));
      }
    }
    if (runs.stream().allMatch(Run::isCompared)) {
      printPairs(runs);
      printMeans(runs);
    } else {
      printAlone(runs);
    }
  }

  private static JsonNode read(Path folder, String file) throws IOException {
    return MAPPER.readTree(folder.resolve(file).toFile());
  }

  private static void printPairs(List<Run> runs) {
    print(
        "| share | seed | network | test top-1 | measured ms | MAdds | of the first | of the budget | slower |%n");
    print("|---|---|---|---|---|---|---|---|---|%n");
    for (Run run : runs) {
      printNetwork(run, "shrunk", run.found());
      printNetwork(run, run.baseline().get("network").asText(), run.baseline());
    }
  }

  private static void printNetwork(Run run, String name, JsonNode network) {
    String shares =
        name.equals("shrunk")
            ? format(
                "%.3f ± %.3f | %.3f |",
                run.ofFirst(), run.ofFirstError(), run.ofFirst() / run.budgetOfFirst())
            : format(
                " | | %+.1f %%%s", 100 * run.baselineSlower(), run.isMatched() ? "" : ", no match");
    print(
        "| %s | %s | %s | %.4f | %.4f | %,d | %s |%n",
        run.share(),
        run.seed(),
        name,
        network.get("testTop1").asDouble(),
        network.get("latencyMillis").asDouble(),
        network.get("madds").asLong(),
        shares);
  }

  private static void printMeans(List<Run> runs) {
    runs.stream()
        .map(Run::share)
        .distinct()
        .forEach(
            share -> {
              List<Run> those =
                  runs.stream().filter(run -> run.share().equals(share) && run.isFair()).toList();
              if (those.isEmpty()) {
                print("%n%s: all scaled networks are faster than the shrunk ones%n", share);
                return;
              }
              MeanInterval gain = new MeanInterval(those.stream().mapToDouble(Run::gain));
              print(
                  "%n%s: shrunk minus scaled, test top-1, of %d pairs, scaled ones slower by %+.1f %% on average: mean %s%n",
                  share,
                  those.size(),
                  100 * those.stream().mapToDouble(Run::baselineSlower).average().orElseThrow(),
                  gain.text());
            });
  }

  private static void printAlone(List<Run> runs) throws IOException {
    print("| share | seed | validation top-1 | test top-1 | steps |%n|---|---|---|---|---|%n");
    for (Run run : runs) {
      String name = "seed-%s-%s.test.json".formatted(run.seed(), run.share());
      print(
          "| %s | %s | %.4f | %.4f | %d |%n",
          run.share(),
          run.seed(),
          run.outcome().get("validationTop1").asDouble(),
          read(run.folder(), name).get("testTop1").asDouble(),
          run.outcome().get("steps").size() - 1);
    }
  }

  private static void print(String format, Object... values) {
    System.out.print(format(format, values));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
