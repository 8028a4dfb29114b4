package io.hwnas.benchmarks;

import io.hwnas.search.Algorithm;
import io.hwnas.search.PolicySearch;
import io.hwnas.search.SearchAlgorithm;
import io.hwnas.search.SearchResult;
import io.hwnas.search.SearchSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * Searches NAS-Bench-Macro for MnasNet's soft reward with controllers and others, and prints
 * whether what a controller draws earns more from each tenth of the run to the next.
 */
final class MacroPolicy {
  private static final int TENTHS = 10;

  /** Least τ of ten values that chance gives in less than one of 100 cases, two-sided. */
  private static final double SIGNIFICANT = 29.0 / 45;

  private final MacroTask task;
  private final SearchSettings settings;
  private final int seeds;

  MacroPolicy(MacroTask task, int evaluations, int seeds) {
    this.task = task;
    this.settings = SearchSettings.of(evaluations);
    this.seeds = seeds;
  }

  void compare() {
    Map<String, SearchAlgorithm> others = new LinkedHashMap<>();
    for (Algorithm other : new Algorithm[] {Algorithm.GENETIC, Algorithm.RANDOM}) {
      others.put(other.label(), other.with(settings));
    }
    Comparison rewards = new Comparison("points short of the greatest reward");
    Comparison regrets = new Comparison("points short of the best under the median cost");
    System.out.println(
        "\n| | mean reward by tenths of the draws | least τ | seeds with p < 0.01 |");
    System.out.println("|---|---|---|---|");
    Map<String, PolicySearch> policies = new LinkedHashMap<>();
    policies.put("ppo", PolicySearch.ppo(settings));
    policies.put("reinforce", PolicySearch.reinforce(settings));
    policies.forEach((name, policy) -> learn(name, policy, rewards));
    others.forEach((name, other) -> rewards.add(name, shortfalls(other)));
    policies.forEach((name, policy) -> regrets.add(name, regrets(policy)));
    others.forEach((name, other) -> regrets.add(name, regrets(other)));
    rewards.print("genetic", "random");
    regrets.print("genetic", "random");
  }

  private void learn(String name, PolicySearch policy, Comparison rewards) {
    double[] means = new double[TENTHS];
    double[] taus = new double[seeds];
    double[] ofDraws = new double[seeds];
    double[] ofAll = new double[seeds];
    for (int seed = 1; seed <= seeds; seed++) {
      DoubleStream.Builder draws = DoubleStream.builder();
      SearchResult result =
          policy
              .heardBy(batch -> Arrays.stream(batch).forEach(draws))
              .search(task.rewarded(), MacroTask.context(seed));
      double[] drawn = draws.build().toArray();
      double[] tenths = tenths(drawn);
      double[] order = DoubleStream.iterate(0, i -> i + 1).limit(TENTHS).toArray();
      taus[seed - 1] = new KendallsCorrelation().correlation(order, tenths);
      for (int i = 0; i < TENTHS; i++) {
        means[i] += tenths[i] / seeds;
      }
      ofDraws[seed - 1] = 100 * (task.bestReward() - StatUtils.max(drawn));
      ofAll[seed - 1] = 100 * (task.bestReward() - StatUtils.max(task.rewards(result)));
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %d of %d |%n",
        name,
        String.join(
            ", ",
            DoubleStream.of(means)
                .mapToObj(mean -> String.format(Locale.ROOT, "%.4f", mean))
                .toList()),
        StatUtils.min(taus),
        DoubleStream.of(taus).filter(tau -> tau >= SIGNIFICANT).count(),
        seeds);
    rewards.add(name + ", draws alone", ofDraws);
    rewards.add(name, ofAll);
  }

  private static double[] tenths(double[] values) {
    double[] tenths = new double[TENTHS];
    for (int i = 0; i < TENTHS; i++) {
      int from = i * values.length / TENTHS;
      tenths[i] = StatUtils.mean(values, from, (i + 1) * values.length / TENTHS - from);
    }
    return tenths;
  }

  private double[] shortfalls(SearchAlgorithm algorithm) {
    double[] shortfalls = new double[seeds];
    for (int seed = 1; seed <= seeds; seed++) {
      SearchResult result = algorithm.search(task.rewarded(), MacroTask.context(seed));
      shortfalls[seed - 1] = 100 * (task.bestReward() - StatUtils.max(task.rewards(result)));
    }
    return shortfalls;
  }

  private double[] regrets(SearchAlgorithm algorithm) {
    double[] regrets = new double[seeds];
    for (int seed = 1; seed <= seeds; seed++) {
      regrets[seed - 1] =
          task.regretPoints(algorithm.search(task.budget(), MacroTask.context(seed)));
    }
    return regrets;
  }
}
