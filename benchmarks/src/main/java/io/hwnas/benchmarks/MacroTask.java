package io.hwnas.benchmarks;

import io.hwnas.evaluator.predictor.MacroBenchmark;
import io.hwnas.latency.DecisionLatency;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.TableLatencyModel;
import io.hwnas.results.Direction;
import io.hwnas.results.ParetoFront;
import io.hwnas.results.Trial;
import io.hwnas.search.Constraint;
import io.hwnas.search.Estimate;
import io.hwnas.search.Objective;
import io.hwnas.search.Reward;
import io.hwnas.search.SearchContext;
import io.hwnas.search.SearchProblem;
import io.hwnas.search.SearchResult;
import io.hwnas.search.TrialLog;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.NasBenchMacro;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Searches of NAS-Bench-Macro, of which the truth is known: 3,969 different networks, all trained
 * (Su et al., CVPR 2021).
 */
final class MacroTask {
  private static final String ACCURACY = "accuracy";

  /** Reference point of the hypervolume, with the space's highest cost. */
  private static final double WORST_ACCURACY = 0.85;

  /** MnasNet's w (Tan et al., CVPR 2019, section 3.1). */
  private static final double EXPONENT = -0.07;

  /**
   * What networks cost.
   *
   * @param name the measure
   * @param format its values, with their unit
   * @param of from decisions to the cost
   */
  private record Expense(String name, String format, ToDoubleFunction<DecisionVector> of) {}

  private record Known(double accuracy, double cost) {}

  private final CompiledSpace space;
  private final MacroBenchmark benchmark;
  private final Expense expense;
  private final Collection<Known> networks;
  private final double highestCost;
  private final double medianCost;
  private final double trueVolume;
  private final double bestUnderMedian;
  private final Reward.Weighted reward;

  private MacroTask(CompiledSpace space, MacroBenchmark benchmark, Expense expense) {
    this.space = space;
    this.benchmark = benchmark;
    this.expense = expense;
    Map<DecisionVector, Known> distinct = new LinkedHashMap<>();
    benchmark
        .entries()
        .forEach(
            (key, entry) -> {
              DecisionVector vector = NasBenchMacro.vector(key);
              distinct.put(vector, new Known(entry.accuracy(), expense.of().applyAsDouble(vector)));
            });
    this.networks = distinct.values();
    double[] costs = networks.stream().mapToDouble(Known::cost).toArray();
    this.highestCost = StatUtils.max(costs);
    this.medianCost = StatUtils.percentile(costs, 50);
    ParetoFront<Known> truth = emptyFront();
    networks.forEach(known -> truth.offer(known, known.accuracy(), known.cost()));
    this.trueVolume = truth.hypervolume(WORST_ACCURACY, highestCost);
    this.bestUnderMedian =
        networks.stream()
            .filter(known -> known.cost() <= medianCost)
            .mapToDouble(Known::accuracy)
            .max()
            .orElseThrow();
    this.reward = Reward.soft(ACCURACY, expense.name(), medianCost, EXPONENT);
  }

  /** Returns the task of accuracy against the benchmark's MAdds. */
  static MacroTask ofMadds(Path file) {
    MacroBenchmark benchmark = read(file);
    return new MacroTask(
        compiled(),
        benchmark,
        new Expense("madds", "%,.0f MAdds", vector -> benchmark.entry(vector).madds()));
  }

  /** Returns the task of accuracy against what a latency table predicts. */
  static MacroTask ofLatency(Path file, Path table) {
    CompiledSpace space = compiled();
    DecisionLatency latency = new TableLatencyModel(LatencyTables.read(table)).compile(space);
    return new MacroTask(
        space,
        read(file),
        new Expense("latencyMillis", "%.4f ms", vector -> latency.predict(vector).millis()));
  }

  private static CompiledSpace compiled() {
    return CompiledSpace.of(SearchSpace.named(NasBenchMacro.SPACE));
  }

  private static MacroBenchmark read(Path file) {
    return MacroBenchmark.read(file, NasBenchMacro::key);
  }

  /** Accuracy against cost; of networks that no other beats, the most accurate is best. */
  SearchProblem front() {
    return new SearchProblem(
            space.space(), List.of(accuracyObjective(), costObjective()), List.of())
        .on(space);
  }

  /** The most accurate network of at most the median cost, which is limited and no objective. */
  SearchProblem budget() {
    return new SearchProblem(
        space.space(),
        List.of(accuracyObjective()),
        List.of(new Constraint(expense.name(), medianCost)),
        List.of(costObjective()),
        Reward.FIRST_OBJECTIVE,
        Optional.of(space));
  }

  /** MnasNet's soft reward with the median cost as target. */
  SearchProblem rewarded() {
    return front().rewarding(reward);
  }

  private Objective accuracyObjective() {
    return Objective.ofNetwork(
        ACCURACY,
        Direction.MAXIMISE,
        "",
        Objective.Effort.COSTLY,
        network -> Estimate.of(benchmark.accuracy(network.decisions())));
  }

  private Objective costObjective() {
    return Objective.ofNetwork(
        expense.name(),
        Direction.MINIMISE,
        "",
        Objective.Effort.CHEAP,
        network -> Estimate.of(expense.of().applyAsDouble(network.decisions())));
  }

  /** A search on one thread whose trials are forgotten. */
  static SearchContext context(long seed) {
    return new SearchContext(seed, 1, TrialLog.inMemory(), ProgressListener.SILENT);
  }

  private static <T> ParetoFront<T> emptyFront() {
    return ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
  }

  /** The hypervolume that a search found, as a share of the true front's. */
  double volumeShare(SearchResult result) {
    ParetoFront<Trial> found = emptyFront();
    done(result).forEach(trial -> found.offer(trial, accuracy(trial), cost(trial)));
    return found.hypervolume(WORST_ACCURACY, highestCost) / trueVolume;
  }

  /** By how many points the best network found of at most the median cost is short of the best. */
  double regretPoints(SearchResult result) {
    double found =
        done(result).stream()
            .filter(trial -> cost(trial) <= medianCost)
            .mapToDouble(MacroTask::accuracy)
            .max()
            .orElseThrow();
    return 100 * (bestUnderMedian - found);
  }

  /** The reward of every network that a search evaluated, in the order of asking. */
  double[] rewards(SearchResult result) {
    return done(result).stream()
        .mapToDouble(trial -> reward.of(accuracy(trial), cost(trial)))
        .toArray();
  }

  /** The greatest reward of the space. */
  double bestReward() {
    return networks.stream()
        .mapToDouble(known -> reward.of(known.accuracy(), known.cost()))
        .max()
        .orElseThrow();
  }

  String describe() {
    return "%d networks; median %s, highest %s; best accuracy under the median %.4f; greatest reward %.5f"
        .formatted(
            networks.size(),
            expense.format().formatted(medianCost),
            expense.format().formatted(highestCost),
            bestUnderMedian,
            bestReward());
  }

  private static List<Trial> done(SearchResult result) {
    return result.trials().stream().filter(trial -> trial.score(ACCURACY).isPresent()).toList();
  }

  private static double accuracy(Trial trial) {
    return trial.score(ACCURACY).orElseThrow();
  }

  private double cost(Trial trial) {
    return trial.score(expense.name()).orElseThrow();
  }
}
