package io.hwnas.benchmarks;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.NasBenchMacro;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * What an evaluator's order of NAS-Bench-Macro's networks gets wrong: the mean rank of the networks
 * with each operator at each place, by their true accuracy and by the evaluator, and how much of
 * the differences between the two a sum over operators explains. Ranks go from 0, the worst, to 1.
 *
 * <p>Arguments: the scores of a run of {@code hwnas evaluate-ranking}, the name of an evaluator.
 */
final class RankingErrors {
  private static final String TRUE = "accuracy";
  private static final int PLACES = 8;
  private static final List<String> OPERATORS = List.of("nothing", "3x3, 3", "5x5, 6");

  private final List<String> keys;
  private final double[] trueRanks;
  private final double[] ranks;

  private RankingErrors(List<String> keys, double[] accuracies, double[] scores) {
    this.keys = keys;
    this.trueRanks = ranks(accuracies);
    this.ranks = ranks(scores);
  }

  private static double[] ranks(double[] values) {
    return Arrays.stream(new NaturalRanking().rank(values))
        .map(rank -> (rank - 1) / (values.length - 1))
        .toArray();
  }

  public static void main(String[] arguments) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(arguments[0]));
    List<String> names = Arrays.asList(lines.get(0).split(","));
    List<String[]> rows = lines.stream().skip(1).map(line -> line.split(",")).toList();
    new RankingErrors(
            rows.stream().map(row -> key(row[0])).toList(),
            column(rows, names.indexOf(TRUE)),
            column(rows, names.indexOf(arguments[1])))
        .print();
  }

  private static String key(String decisions) {
    return NasBenchMacro.key(
        new DecisionVector(Arrays.stream(decisions.split(" ")).map(Integer::valueOf).toList()));
  }

  private static double[] column(List<String[]> rows, int column) {
    return rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
  }

  private void print() {
    System.out.printf(
        Locale.ROOT,
        "%d networks, Kendall's tau %.3f%n",
        keys.size(),
        new KendallsCorrelation().correlation(trueRanks, ranks));
    System.out.printf(
        Locale.ROOT, "%.0f %% explained by a sum over operators%n%n", 100 * explained());
    System.out.println("place  operator  networks  true  evaluator  difference");
    for (int place = 0; place < PLACES; place++) {
      for (int operator = 0; operator < OPERATORS.size(); operator++) {
        print(place, operator);
      }
    }
  }

  private void print(int place, int operator) {
    int[] with =
        IntStream.range(0, keys.size()).filter(i -> operator(i, place) == operator).toArray();
    if (with.length == 0) {
      return;
    }
    double truly = StatUtils.mean(Arrays.stream(with).mapToDouble(i -> trueRanks[i]).toArray());
    double here = StatUtils.mean(Arrays.stream(with).mapToDouble(i -> ranks[i]).toArray());
    System.out.printf(
        Locale.ROOT,
        "%5d  %-8s  %8d  %.2f  %9.2f  %+10.2f%n",
        place + 1,
        OPERATORS.get(operator),
        with.length,
        truly,
        here,
        here - truly);
  }

  private int operator(int network, int place) {
    return keys.get(network).charAt(place) - '0';
  }

  /** Returns the coefficient of determination of the least squares fit to the differences. */
  private double explained() {
    double[] differences =
        IntStream.range(0, keys.size()).mapToDouble(i -> ranks[i] - trueRanks[i]).toArray();
    double[][] inputs =
        IntStream.range(0, keys.size()).mapToObj(this::indicators).toArray(double[][]::new);
    OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
    fit.newSampleData(differences, inputs);
    return fit.calculateRSquared();
  }

  /** Tells of each place whether each operator but the last is there. */
  private double[] indicators(int network) {
    int others = OPERATORS.size() - 1;
    return IntStream.range(0, PLACES * others)
        .mapToDouble(i -> operator(network, i / others) == i % others ? 1 : 0)
        .toArray();
  }
}
