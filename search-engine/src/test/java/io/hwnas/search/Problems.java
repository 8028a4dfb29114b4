package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Direction;
import io.hwnas.results.Trial;
import io.hwnas.space.Architecture;
import io.hwnas.space.Block;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvertedResidual;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Small spaces with objectives one can compute by hand. */
final class Problems {
  private static final String STAGE =
      """
        - depth: %s
          width: %s
          stride: 1
          decisions: per-block
          kernel: [3, 5]
          expansion-ratio: [2, 4]
          squeeze-excite: false
          nonlinearity: relu
      """;

  private Problems() {}

  /** A space of 1,296 vectors, fewer networks. */
  static SearchSpace smallSpace() {
    return space(STAGE.formatted("[1, 2]", "[8, 16, 24]"), STAGE.formatted("[1, 2]", "16"));
  }

  /** A space too large to enumerate. */
  static SearchSpace largeSpace() {
    String stage = STAGE.formatted("[1, 2, 3]", "[8, 16, 24]");
    return space(stage, stage, stage, stage);
  }

  /** A space of six networks. */
  static SearchSpace tinySpace() {
    return space(STAGE.formatted("1", "[8, 16, 24]").replace("[2, 4]", "2"));
  }

  /** A space of one network. */
  static SearchSpace singleNetwork() {
    return space(STAGE.formatted("1", "8").replace("[3, 5]", "3").replace("[2, 4]", "2"));
  }

  private static SearchSpace space(String... stages) {
    String text =
        """
        name: toy
        input: {channels: 1, resolution: 8}
        batch-norm: {epsilon: 0.001, momentum: 0.01}
        padding: symmetric
        stem: {kernel: 3, stride: 1, width: 8, nonlinearity: relu}
        stages:
        %shead: {convolution: 16, hidden: none, nonlinearity: relu, dropout: 0, classes: 2}
        """
            .formatted(String.join("", stages));
    return SearchSpace.parse(YamlNode.parse("toy.yaml", text));
  }

  /** Milliseconds that grow with kernels, expansions and widths. */
  static double latency(Architecture architecture) {
    double sum = 0;
    int channels = architecture.stem().outputChannels();
    for (Block block : architecture.blocks()) {
      int expansion = ((InvertedResidual) block).expansion().orElse(channels);
      sum += expansion * (block.kernel() * block.kernel() + channels + block.outputChannels());
      channels = block.outputChannels();
    }
    return sum / 10_000;
  }

  /**
   * A fraction that grows with the same, but at other rates, so that there is something to find.
   */
  static double accuracy(Architecture architecture) {
    double sum = 0;
    int place = 1;
    for (Block block : architecture.blocks()) {
      int expansion = ((InvertedResidual) block).expansion().orElse(1);
      double worth = 1 + Math.sin(1.7 * place++);
      sum += worth * Math.log(block.kernel() * expansion) + 0.2 * Math.log(block.outputChannels());
    }
    return 1 - Math.exp(-0.1 * sum);
  }

  static Objective accuracyObjective(Function<Architecture, Estimate> function) {
    return Objective.costly("accuracy", Direction.MAXIMISE, "", function);
  }

  static Objective accuracyObjective() {
    return accuracyObjective(architecture -> new Estimate(accuracy(architecture), 0.01));
  }

  static Objective latencyObjective() {
    return Objective.cheap(
        "latencyMillis",
        Direction.MINIMISE,
        "ms",
        architecture -> Estimate.of(latency(architecture)));
  }

  static SearchProblem unconstrained(SearchSpace space) {
    return new SearchProblem(space, List.of(accuracyObjective(), latencyObjective()), List.of());
  }

  static SearchProblem within(SearchSpace space, double budgetMillis, Objective accuracy) {
    return new SearchProblem(
        space,
        List.of(accuracy, latencyObjective()),
        List.of(new Constraint("latencyMillis", budgetMillis)));
  }

  /** Accuracy under a budget; fails on a network beyond it, and on one asked about twice. */
  static SearchProblem askedOnceWithin(
      SearchSpace space, double budgetMillis, Set<DecisionVector> asked) {
    return within(
        space,
        budgetMillis,
        accuracyObjective(
            architecture -> {
              assertTrue(latency(architecture) <= budgetMillis);
              assertTrue(asked.add(space.encode(architecture)), "a network asked twice");
              return Estimate.of(accuracy(architecture));
            }));
  }

  /** Accuracy, but that every so many evaluations the power is cut. */
  static Objective killedAtEvery(int evaluations) {
    AtomicInteger asked = new AtomicInteger();
    return accuracyObjective(
        architecture -> {
          if (asked.incrementAndGet() % evaluations == 0) {
            throw new Killed();
          }
          return new Estimate(accuracy(architecture), 0.01);
        });
  }

  static SearchContext context(long seed, int threads, TrialLog log) {
    return new SearchContext(seed, threads, log, ProgressListener.SILENT);
  }

  /** What of trials must be equal in equal runs: all but durations. */
  static List<String> outcomes(List<Trial> trials) {
    return trials.stream()
        .map(
            trial ->
                "%d %s %s %s"
                    .formatted(
                        trial.id(),
                        trial.spec().identity(),
                        trial.state().label(),
                        trial.state().scores()))
        .toList();
  }

  /** Every network of a space, by canonical vector. */
  static Set<DecisionVector> all(SearchSpace space) {
    Set<DecisionVector> all = new LinkedHashSet<>();
    extend(space, new ArrayList<>(), all);
    return all;
  }

  private static void extend(SearchSpace space, List<Integer> choices, Set<DecisionVector> all) {
    if (choices.size() == space.decisions().size()) {
      all.add(space.canonical(new DecisionVector(choices)));
      return;
    }
    for (int i = 0; i < space.decisions().get(choices.size()).choices().size(); i++) {
      choices.add(i);
      extend(space, choices, all);
      choices.remove(choices.size() - 1);
    }
  }
}
