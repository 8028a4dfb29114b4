package io.hwnas.search;

import io.hwnas.search.rl.Controller;
import io.hwnas.search.rl.Episode;
import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/** Teaches a controller by what the networks it draws earn, until it draws nothing new. */
final class PolicyLearning {
  private static final int BATCH = 10;

  /** Batches without a new network after which a controller has settled. */
  private static final int IDLE_BATCHES = 8;

  /** Draws for each evaluation that is allowed, after which it ends at the latest. */
  private static final int DRAWS_AN_EVALUATION = 4;

  /** Share of the old value in the moving average of rewards that advantages are taken against. */
  private static final double BASELINE_DECAY = 0.8;

  private final SearchProblem problem;
  private final Exploration exploration;
  private final Controller controller;
  private final Consumer<double[]> listener;
  private final Map<DecisionVector, Ranked> known = new HashMap<>();
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;
  private double baseline = Double.NaN;

  PolicyLearning(
      SearchProblem problem,
      Exploration exploration,
      Controller controller,
      Consumer<double[]> listener) {
    this.problem = problem;
    this.exploration = exploration;
    this.controller = controller;
    this.listener = listener;
  }

  /** Draws and learns; returns every network evaluated, in the order of asking. */
  List<Ranked> follow() {
    List<Ranked> found = new ArrayList<>(evaluated(exploration.proposals().first(1)));
    int batches = Math.max(1, DRAWS_AN_EVALUATION * exploration.left() / BATCH);
    int idle = 0;
    for (int batch = 0; batch < batches && exploration.left() > 0 && idle < IDLE_BATCHES; batch++) {
      List<Episode> episodes = controller.draw(BATCH, exploration.random());
      List<DecisionVector> networks =
          episodes.stream()
              .map(episode -> problem.canonical(DecisionVector.of(episode.choices())))
              .toList();
      List<Ranked> fresh = evaluated(unknown(networks));
      found.addAll(fresh);
      idle = fresh.isEmpty() ? idle + 1 : 0;
      double[] rewards = networks.stream().mapToDouble(this::reward).toArray();
      listener.accept(rewards.clone());
      controller.learn(episodes, advantages(rewards));
    }
    return found;
  }

  private List<DecisionVector> unknown(List<DecisionVector> networks) {
    Set<DecisionVector> unknown = new LinkedHashSet<>();
    for (DecisionVector network : networks) {
      if (exploration.proposals().worth(network, unknown)) {
        unknown.add(network);
      }
    }
    return new ArrayList<>(unknown);
  }

  private List<Ranked> evaluated(List<DecisionVector> networks) {
    List<Ranked> evaluated = exploration.evaluate(networks);
    for (Ranked one : evaluated) {
      known.put(one.decisions(), one);
      if (one.violation() == 0) {
        least = Math.min(least, one.reward());
        greatest = Math.max(greatest, one.reward());
      }
    }
    return evaluated;
  }

  /** By how much each was better than the moving average, in standard deviations of the batch. */
  private double[] advantages(double[] rewards) {
    double mean = new Mean().evaluate(rewards);
    baseline =
        Double.isNaN(baseline) ? mean : BASELINE_DECAY * baseline + (1 - BASELINE_DECAY) * mean;
    double deviation = new StandardDeviation(false).evaluate(rewards);
    double scale = deviation > 0 ? deviation : 1;
    return DoubleStream.of(rewards).map(reward -> (reward - baseline) / scale).toArray();
  }

  /** The reward, or for a network that has none something below all rewards so far. */
  private double reward(DecisionVector network) {
    Ranked evaluated = known.get(network);
    if (evaluated != null && evaluated.violation() == 0) {
      return evaluated.reward();
    }
    boolean none = least > greatest;
    double floor = none ? 0 : least;
    double span = none || greatest == least ? 1 : greatest - least;
    double violation = evaluated != null ? evaluated.violation() : exploration.violation(network);
    return floor - span * Math.min(1, violation);
  }
}
