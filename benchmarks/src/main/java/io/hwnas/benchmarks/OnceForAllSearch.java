package io.hwnas.benchmarks;

import io.hwnas.search.Algorithm;
import io.hwnas.search.SearchContext;
import io.hwnas.search.SearchResult;
import io.hwnas.search.SearchSettings;
import io.hwnas.search.TrialLog;
import io.hwnas.space.ProgressListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;

/**
 * Searches Once-for-All's space under budgets on a Note10 and prints the predicted accuracy found,
 * over several seeds, and the time of each search.
 *
 * <p>Arguments: the data's folder, an algorithm, evaluations, seeds.
 */
final class OnceForAllSearch {
  private static final double[] BUDGETS_MILLIS = {15, 20, 25, 30, 40, 60};

  /** Best of three seeds of Once-for-All's own finder, by budget. */
  private static final double[] THEIR_BEST = {0.78538, 0.80679, 0.81918, 0.82777, 0.84030, 0.85068};

  private OnceForAllSearch() {}

  public static void main(String[] arguments) {
    OnceForAllTask task = OnceForAllTask.read(Path.of(arguments[0]));
    Algorithm algorithm = Algorithm.named(arguments[1]);
    SearchSettings settings = SearchSettings.of(Integer.parseInt(arguments[2]));
    int seeds = Integer.parseInt(arguments[3]);
    System.out.println("| budget ms | mean | least | greatest | theirs | seconds |");
    System.out.println("|---|---|---|---|---|---|");
    for (int i = 0; i < BUDGETS_MILLIS.length; i++) {
      double[] found = new double[seeds];
      double[] seconds = new double[seeds];
      for (int seed = 1; seed <= seeds; seed++) {
        long start = System.nanoTime();
        SearchResult result =
            algorithm
                .with(settings)
                .search(
                    task.within(BUDGETS_MILLIS[i]),
                    new SearchContext(seed, 1, TrialLog.inMemory(), ProgressListener.SILENT));
        seconds[seed - 1] = (System.nanoTime() - start) / 1e9;
        found[seed - 1] = result.best().score("accuracy").orElseThrow();
      }
      DoubleSummaryStatistics summary = Arrays.stream(found).summaryStatistics();
      System.out.printf(
          Locale.ROOT,
          "| %.0f | %.5f | %.5f | %.5f | %.5f | %.2f |%n",
          BUDGETS_MILLIS[i],
          summary.getAverage(),
          summary.getMin(),
          summary.getMax(),
          THEIR_BEST[i],
          Arrays.stream(seconds).average().orElseThrow());
    }
  }
}
