package io.hwnas.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;

/** One figure of several ways over seeds, printed as a table with tests against two of them. */
final class Comparison {
  private final String measure;
  private final Map<String, double[]> values = new LinkedHashMap<>();

  Comparison(String measure) {
    this.measure = measure;
  }

  void add(String way, double[] ofSeeds) {
    values.put(way, ofSeeds);
  }

  void print(String one, String other) {
    System.out.printf(
        "%n| %s | mean | standard deviation | least | greatest | p against %s | p against %s |%n",
        measure, one, other);
    System.out.println("|---|---|---|---|---|---|---|");
    values.forEach(
        (way, of) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.4f | %.4f | %.4f | %.4f | %s | %s |%n",
                way,
                StatUtils.mean(of),
                Math.sqrt(StatUtils.variance(of)),
                StatUtils.min(of),
                StatUtils.max(of),
                p(of, values.get(one)),
                p(of, values.get(other))));
  }

  /** Two-sided Mann-Whitney U. */
  private static String p(double[] one, double[] other) {
    return Arrays.equals(one, other)
        ? ""
        : String.format(Locale.ROOT, "%.1e", new MannWhitneyUTest().mannWhitneyUTest(one, other));
  }
}
