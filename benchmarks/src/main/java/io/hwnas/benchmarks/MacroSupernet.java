package io.hwnas.benchmarks;

import io.hwnas.evaluator.predictor.MacroBenchmark;
import io.hwnas.results.RunDirectory;
import io.hwnas.results.Trial;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.NasBenchMacro;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Looks up, after searches have ended, the published accuracy of the networks they chose in
 * NAS-Bench-Macro.
 *
 * <p>Arguments: the benchmark's JSON, the run of the search, the scores of a ranking, perhaps the
 * run of a random search.
 */
final class MacroSupernet {
  /** Scores of a ranking, of which the first that it has is gone by. */
  private static final List<String> SCORES =
      List.of("supernet-loss+activation-codes", "supernet-loss");

  private static final double PERCENT = 100;

  private final MacroBenchmark benchmark;
  private final double limit;
  private final Collection<MacroBenchmark.Entry> allowed;

  private MacroSupernet(MacroBenchmark benchmark) {
    this.benchmark = benchmark;
    Map<DecisionVector, MacroBenchmark.Entry> distinct = new LinkedHashMap<>();
    benchmark.entries().forEach((key, entry) -> distinct.put(NasBenchMacro.vector(key), entry));
    this.limit =
        StatUtils.percentile(
            distinct.values().stream().mapToDouble(MacroBenchmark.Entry::madds).toArray(), 50);
    this.allowed = distinct.values().stream().filter(this::isAllowed).toList();
  }

  private boolean isAllowed(MacroBenchmark.Entry entry) {
    return entry.madds() <= limit;
  }

  public static void main(String[] arguments) throws IOException {
    MacroSupernet lookup =
        new MacroSupernet(MacroBenchmark.read(Path.of(arguments[0]), NasBenchMacro::key));
    System.out.printf(
        Locale.ROOT,
        "%d networks of at most %.0f multiply-adds%n",
        lookup.allowed.size(),
        lookup.limit);
    lookup.print("best", lookup.most(MacroBenchmark.Entry::accuracy));
    lookup.print("most multiply-adds", lookup.most(MacroBenchmark.Entry::madds));
    lookup.print("search with the supernet", lookup.chosen(Path.of(arguments[1])));
    if (arguments.length > 3) {
      lookup.print("random search with it", lookup.chosen(Path.of(arguments[3])));
    } else {
      lookup.printOfRanking(Path.of(arguments[2]));
    }
  }

  private MacroBenchmark.Entry most(ToDoubleFunction<MacroBenchmark.Entry> figure) {
    return allowed.stream().max(Comparator.comparingDouble(figure)).orElseThrow();
  }

  /** Returns the network that a finished search chose. */
  private MacroBenchmark.Entry chosen(Path run) {
    try (RunDirectory directory = RunDirectory.open(run)) {
      long id = directory.journal().recall("found").orElseThrow().get("best").asLong();
      Trial best = directory.trials().find(id).orElseThrow();
      return benchmark.entry(new DecisionVector(best.spec().decisions()));
    }
  }

  /** Prints what the supernet picks of a ranking's networks, which were drawn at random. */
  private void printOfRanking(Path scores) throws IOException {
    List<String> lines = Files.readAllLines(scores);
    List<String> columns = Arrays.asList(lines.get(0).split(","));
    String score = SCORES.stream().filter(columns::contains).findFirst().orElseThrow();
    int column = columns.indexOf(score);
    MacroBenchmark.Entry best = null;
    double bestScore = Double.NEGATIVE_INFINITY;
    int count = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      MacroBenchmark.Entry entry =
          benchmark.entry(
              new DecisionVector(
                  Arrays.stream(cells[0].split(" ")).map(Integer::valueOf).toList()));
      if (isAllowed(entry)) {
        count++;
        if (Double.parseDouble(cells[column]) > bestScore) {
          bestScore = Double.parseDouble(cells[column]);
          best = entry;
        }
      }
    }
    print("first by %s of %d drawn at random".formatted(score, count), best);
  }

  private void print(String what, MacroBenchmark.Entry network) {
    System.out.printf(
        Locale.ROOT,
        "%-70s %.2f %% mean accuracy, %,d multiply-adds%n",
        what,
        PERCENT * network.accuracy(),
        network.madds());
  }
}
