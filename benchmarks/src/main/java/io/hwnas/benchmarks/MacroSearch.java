package io.hwnas.benchmarks;

import io.hwnas.search.Algorithm;
import io.hwnas.search.SearchAlgorithm;
import io.hwnas.search.SearchProblem;
import io.hwnas.search.SearchResult;
import io.hwnas.search.SearchSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Searches NAS-Bench-Macro with several algorithms and seeds, and prints the hypervolume found as a
 * share of the true front's and how far the best network under the median cost is from the true
 * best.
 *
 * <p>Arguments: the benchmark's JSON, evaluations and seeds, evaluations and seeds of {@link
 * MacroPolicy}, perhaps a latency table, whose prediction is then the cost instead of MAdds.
 */
final class MacroSearch {
  private static final String GUIDED = "predictor-guided";
  private static final String EVOLUTION = "regularized-evolution";
  private static final String RANDOM = "random";

  /** The best of 8, 16, 24, 40 and 60 at 200 evaluations, over seeds 1001 to 1100. */
  private static final int EVOLUTION_POPULATION = 40;

  private final MacroTask task;
  private final int evaluations;
  private final int seeds;

  private MacroSearch(MacroTask task, int evaluations, int seeds) {
    this.task = task;
    this.evaluations = evaluations;
    this.seeds = seeds;
  }

  public static void main(String[] arguments) {
    MacroTask task =
        arguments.length > 5
            ? MacroTask.ofLatency(Path.of(arguments[0]), Path.of(arguments[5]))
            : MacroTask.ofMadds(Path.of(arguments[0]));
    System.out.println(task.describe());
    MacroSearch search =
        new MacroSearch(task, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    List<SearchResult> guided = search.results(Algorithm.PREDICTOR_GUIDED, task.front());
    List<SearchResult> sorted = search.results(Algorithm.NSGA2, task.front());
    search.compareVolumes(guided, sorted);
    search.compareRegrets(guided, sorted);
    new MacroPolicy(task, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4])).compare();
  }

  private void compareVolumes(List<SearchResult> guided, List<SearchResult> sorted) {
    ToDoubleFunction<SearchResult> share = task::volumeShare;
    Comparison shares = new Comparison("hypervolume, share of the true front's");
    shares.add("nsga2", measured(sorted, share));
    shares.add(GUIDED, measured(guided, share));
    shares.add(EVOLUTION + " for accuracy", measured(results(evolution(), task.front()), share));
    shares.add(
        EVOLUTION + " for the reward", measured(results(evolution(), task.rewarded()), share));
    shares.add(RANDOM, measured(results(Algorithm.RANDOM, task.front()), share));
    shares.print(EVOLUTION + " for the reward", RANDOM);
  }

  private void compareRegrets(List<SearchResult> guided, List<SearchResult> sorted) {
    ToDoubleFunction<SearchResult> regret = task::regretPoints;
    Comparison regrets = new Comparison("points short of the best under the median cost");
    for (Algorithm algorithm :
        List.of(Algorithm.GENETIC, Algorithm.LOCAL_SEARCH, Algorithm.PREDICTOR_GUIDED)) {
      regrets.add(algorithm.label(), measured(results(algorithm, task.budget()), regret));
    }
    regrets.add(GUIDED + " for the whole front", measured(guided, regret));
    regrets.add("nsga2 for the whole front", measured(sorted, regret));
    regrets.add(EVOLUTION, measured(results(evolution(), task.budget()), regret));
    regrets.add(RANDOM, measured(results(Algorithm.RANDOM, task.budget()), regret));
    regrets.print(EVOLUTION, RANDOM);
  }

  private List<SearchResult> results(Algorithm algorithm, SearchProblem problem) {
    return results(algorithm.with(SearchSettings.of(evaluations)), problem);
  }

  private SearchAlgorithm evolution() {
    SearchSettings usual = SearchSettings.of(evaluations);
    return Algorithm.REGULARIZED_EVOLUTION.with(
        new SearchSettings(
            evaluations,
            EVOLUTION_POPULATION,
            usual.crossover(),
            usual.mutation(),
            usual.polish()));
  }

  private List<SearchResult> results(SearchAlgorithm algorithm, SearchProblem problem) {
    List<SearchResult> results = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      SearchResult result = algorithm.search(problem, MacroTask.context(seed));
      if (result.trials().size() > evaluations) {
        throw new IllegalStateException("asked for " + result.trials().size() + " evaluations");
      }
      results.add(result);
    }
    return results;
  }

  private static double[] measured(
      List<SearchResult> results, ToDoubleFunction<SearchResult> measure) {
    return results.stream().mapToDouble(measure).toArray();
  }
}
