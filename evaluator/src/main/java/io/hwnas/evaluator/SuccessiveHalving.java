package io.hwnas.evaluator;

import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ValidationSet;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Ranks a set of architectures by successive halving (Jamieson and Talwalkar 2016, "Non-stochastic
 * best arm identification and hyperparameter optimization", figure 3): all are trained for a few
 * epochs, the better ones go on, and so forth.
 *
 * <p>Each round trains each of its networks longer by 1 / keep than the one before, so that all
 * rounds cost the same. Within each round the learning rate goes through its whole schedule, so
 * that networks are compared at its end; with a cosine those are the warm restarts of Loshchilov
 * and Hutter 2017, "SGDR". Use it from one thread at a time.
 */
public final class SuccessiveHalving {
  private static final String SEED = "successive-halving";

  private final TrainingAlone training;
  private final Plan plan;

  /**
   * How long networks are trained, and how many go on.
   *
   * @param first how each is trained in the first round
   * @param keep share of a round's networks that go on to the next, in (0, 1)
   * @param rounds how many rounds there are at most; none is of one network alone
   */
  public record Plan(FromScratch.Plan first, double keep, int rounds) {
    /**
     * Checks the ranges.
     *
     * @throws InvalidInputException if the share is outside (0, 1) or there is no round
     */
    public Plan {
      if (!(keep > 0 && keep < 1)) {
        throw new InvalidInputException("keep must be above 0 and below 1, got " + keep);
      }
      if (rounds < 1) {
        throw new InvalidInputException("rounds must be at least 1, got " + rounds);
      }
    }

    /** Returns how many of a round's networks are trained in the next. */
    int goingOn(int round, int networks) {
      // What is above a whole number by the rounding of a product is none more.
      int best = (int) Math.ceil(keep * networks - 1e-9);
      return round + 1 < rounds && best > 1 ? best : 0;
    }
  }

  /**
   * What a network's training of one round gave.
   *
   * @param accuracy top-1 on the validation images, a fraction
   * @param seconds how long it took
   */
  public record Result(double accuracy, double seconds) {}

  /** Keeps what a ranking that was broken off goes on from. Networks and rounds count from 0. */
  public interface Memory {
    /**
     * Recalls a result, or has it made and records it.
     *
     * @param network the network
     * @param round the round
     * @param made makes it
     * @return the result
     */
    Result recallOrRecord(int network, int round, Supplier<Result> made);

    /**
     * Returns where the checkpoints of a training lie.
     *
     * @param network the network
     * @param round the round
     * @return the store
     */
    CheckpointStore checkpoints(int network, int round);

    /**
     * Removes the checkpoints of a training, if there are any.
     *
     * @param network the network
     * @param round the round
     */
    void forget(int network, int round);
  }

  /**
   * The networks' order.
   *
   * @param scores of each the rounds that it went on to + its accuracy in the last of them: those
   *     that went on are above those that did not
   * @param seconds how long training and scoring took
   * @param steps optimiser steps made
   */
  public record Ranking(Map<Architecture, Double> scores, double seconds, long steps)
      implements AccuracyEvaluator {
    /** Copies the map. */
    public Ranking {
      scores = Map.copyOf(scores);
    }

    /**
     * Returns a network's score.
     *
     * @throws IllegalArgumentException if the network was not among those ranked
     */
    @Override
    public double accuracy(Architecture architecture) {
      Double score = scores.get(architecture);
      if (score == null) {
        throw new IllegalArgumentException(architecture.name() + " was not ranked");
      }
      return score;
    }
  }

  /**
   * Creates the evaluator.
   *
   * @param data what is trained on, and what makes it network input
   * @param validation the images that trained networks are scored on
   * @param plan how long, and how many go on
   * @param options how libtorch is run
   * @param period longest time between two checkpoints
   */
  public SuccessiveHalving(
      DataSplit data, ValidationSet validation, Plan plan, TorchOptions options, Duration period) {
    this.training = new TrainingAlone(data, validation, plan.first().recipe(), options, period);
    this.plan = plan;
  }

  /**
   * Ranks networks, from where an earlier attempt was broken off.
   *
   * @param networks different ones
   * @param memory keeps results and checkpoints
   * @param progress hears of each training
   * @return their order
   * @throws TrainingDivergedException at the first loss that is not finite
   */
  public Ranking rank(List<Architecture> networks, Memory memory, ProgressListener progress) {
    Map<Architecture, Double> scores = new HashMap<>();
    double seconds = 0;
    long steps = 0;
    int done = 0;
    List<Integer> players = IntStream.range(0, networks.size()).boxed().toList();
    int trainings = trainings(players.size());
    for (int round = 0; !players.isEmpty(); round++) {
      int goingOn = plan.goingOn(round, players.size());
      Map<Integer, Double> accuracies = new LinkedHashMap<>();
      List<Integer> kept = List.of();
      for (int player : players) {
        Architecture network = networks.get(player);
        int now = round;
        Result result =
            memory.recallOrRecord(player, round, () -> train(network, player, now, memory));
        seconds += result.seconds();
        steps += steps(round);
        scores.put(network, round + result.accuracy());
        accuracies.put(player, result.accuracy());
        kept = forgetAllBut(best(accuracies, goingOn), kept, player, round, memory);
        progress.update(++done, trainings, "round %d".formatted(round + 1));
      }
      players = kept;
    }
    return new Ranking(scores, seconds, steps);
  }

  private int trainings(int networks) {
    int all = 0;
    int players = networks;
    for (int round = 0; players > 0; round++) {
      all += players;
      players = plan.goingOn(round, players);
    }
    return all;
  }

  /** Returns the optimiser steps of a round. */
  private long steps(int round) {
    double epochs = plan.first().epochs() / Math.pow(plan.keep(), round);
    return TrainingTask.steps(epochs, training.data().training(), plan.first().recipe());
  }

  private Result train(Architecture network, int player, int round, Memory memory) {
    long start = System.nanoTime();
    LayerGraph graph = LayerGraph.of(network);
    Weights weights = trained(graph, player, round, memory);
    double accuracy = training.accuracy(graph, weights);
    return new Result(accuracy, (System.nanoTime() - start) / 1e9);
  }

  private Weights trained(LayerGraph graph, int player, int round, Memory memory) {
    Weights first = WeightInit.training(graph, Seeds.of(plan.first().seed(), SEED + "/initial"));
    // An ended training gives its weights again, whatever it is said to have begun with.
    Weights initial =
        round == 0 ? first : trainedFrom(first, graph, round - 1, before(player, round, memory));
    return trainedFrom(initial, graph, round, memory.checkpoints(player, round));
  }

  private Weights trainedFrom(Weights initial, LayerGraph graph, int round, CheckpointStore store) {
    long seed = Seeds.derive(plan.first().seed(), SEED, round);
    return training.train(graph, initial, steps(round), seed, store);
  }

  /** Returns where a network's weights of the round before lie. */
  private static CheckpointStore before(int player, int round, Memory memory) {
    CheckpointStore store = memory.checkpoints(player, round - 1);
    if (store.latest().isEmpty()) {
      throw new InvalidInputException(
          "the weights of network %d after round %d are gone; start another run"
              .formatted(player + 1, round));
    }
    return store;
  }

  /** Returns the best so far, in the order of the networks; of equal ones the first. */
  private static List<Integer> best(Map<Integer, Double> accuracies, int count) {
    return accuracies.keySet().stream()
        .sorted(Comparator.comparing(accuracies::get, Comparator.reverseOrder()))
        .limit(count)
        .sorted()
        .toList();
  }

  /** Removes the weights of those that no longer can go on, and what the newest came from. */
  private static List<Integer> forgetAllBut(
      List<Integer> best, List<Integer> before, int newest, int round, Memory memory) {
    if (round > 0) {
      memory.forget(newest, round - 1);
    }
    List<Integer> held = new ArrayList<>(before);
    held.add(newest);
    held.stream().filter(player -> !best.contains(player)).forEach(p -> memory.forget(p, round));
    return best;
  }
}
