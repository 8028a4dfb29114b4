package io.hwnas.benchmarks;

import io.hwnas.evaluator.predictor.MacroBenchmark;
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
import org.apache.commons.math3.stat.StatUtils;

/**
 * Searches of NAS-Bench-Macro, of which the truth is known: 3,969 different networks, all trained
 * (Su et al., CVPR 2021).
 */
final class MacroTask {
  private static final String ACCURACY = "accuracy";
  private static final String MADDS = "madds";

  /** Reference point of the hypervolume, with the space's highest cost. */
  private static final double WORST_ACCURACY = 0.85;

  /** MnasNet's w (Tan et al., CVPR 2019, section 3.1). */
  private static final double EXPONENT = -0.07;

  private final CompiledSpace space = CompiledSpace.of(SearchSpace.named(NasBenchMacro.SPACE));
  private final MacroBenchmark benchmark;
  private final Collection<MacroBenchmark.Entry> networks;
  private final double highestMadds;
  private final double medianMadds;
  private final double trueVolume;
  private final double bestUnderMedian;
  private final Reward.Weighted reward;

  private MacroTask(MacroBenchmark benchmark) {
    this.benchmark = benchmark;
    Map<DecisionVector, MacroBenchmark.Entry> distinct = new LinkedHashMap<>();
    benchmark.entries().forEach((key, entry) -> distinct.put(NasBenchMacro.vector(key), entry));
    this.networks = distinct.values();
    double[] madds = networks.stream().mapToDouble(MacroBenchmark.Entry::madds).toArray();
    this.highestMadds = StatUtils.max(madds);
    this.medianMadds = StatUtils.percentile(madds, 50);
    ParetoFront<MacroBenchmark.Entry> truth = emptyFront();
    networks.forEach(entry -> truth.offer(entry, entry.accuracy(), entry.madds()));
    this.trueVolume = truth.hypervolume(WORST_ACCURACY, highestMadds);
    this.bestUnderMedian =
        networks.stream()
            .filter(entry -> entry.madds() <= medianMadds)
            .mapToDouble(MacroBenchmark.Entry::accuracy)
            .max()
            .orElseThrow();
    this.reward = Reward.soft(ACCURACY, MADDS, medianMadds, EXPONENT);
  }

  static MacroTask read(Path file) {
    return new MacroTask(MacroBenchmark.read(file, NasBenchMacro::key));
  }

  /** Accuracy against MAdds; of networks that no other beats, the most accurate is best. */
  SearchProblem front() {
    return problem(List.of());
  }

  /** The most accurate network of at most the median cost. */
  SearchProblem budget() {
    return problem(List.of(new Constraint(MADDS, medianMadds)));
  }

  /** MnasNet's soft reward with the median cost as target. */
  SearchProblem rewarded() {
    return problem(List.of()).rewarding(reward);
  }

  private SearchProblem problem(List<Constraint> constraints) {
    Objective accuracy =
        Objective.ofNetwork(
            ACCURACY,
            Direction.MAXIMISE,
            "",
            Objective.Effort.COSTLY,
            network -> Estimate.of(benchmark.accuracy(network.decisions())));
    Objective madds =
        Objective.ofNetwork(
            MADDS,
            Direction.MINIMISE,
            "",
            Objective.Effort.CHEAP,
            network -> Estimate.of(benchmark.entry(network.decisions()).madds()));
    return new SearchProblem(space.space(), List.of(accuracy, madds), constraints).on(space);
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
    done(result).forEach(trial -> found.offer(trial, accuracy(trial), madds(trial)));
    return found.hypervolume(WORST_ACCURACY, highestMadds) / trueVolume;
  }

  /** By how many points the best network found of at most the median cost is short of the best. */
  double regretPoints(SearchResult result) {
    double found =
        done(result).stream()
            .filter(trial -> madds(trial) <= medianMadds)
            .mapToDouble(MacroTask::accuracy)
            .max()
            .orElseThrow();
    return 100 * (bestUnderMedian - found);
  }

  /** The reward of every network that a search evaluated, in the order of asking. */
  double[] rewards(SearchResult result) {
    return done(result).stream()
        .mapToDouble(trial -> reward.of(accuracy(trial), madds(trial)))
        .toArray();
  }

  /** The greatest reward of the space. */
  double bestReward() {
    return networks.stream()
        .mapToDouble(entry -> reward.of(entry.accuracy(), entry.madds()))
        .max()
        .orElseThrow();
  }

  String describe() {
    return "%d networks; median %,.0f MAdds, highest %,.0f; best accuracy under the median %.4f;"
            .formatted(networks.size(), medianMadds, highestMadds, bestUnderMedian)
        + " greatest reward %.5f".formatted(bestReward());
  }

  private static List<Trial> done(SearchResult result) {
    return result.trials().stream().filter(trial -> trial.score(ACCURACY).isPresent()).toList();
  }

  private static double accuracy(Trial trial) {
    return trial.score(ACCURACY).orElseThrow();
  }

  private static double madds(Trial trial) {
    return trial.score(MADDS).orElseThrow();
  }
}
