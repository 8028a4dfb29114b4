package io.hwnas.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Draws several vectors at once, each architecture equally likely, in which the choices of a
 * decision are as equally frequent as they can be.
 *
 * <p>Each decision is a systematic sample of its choices, in random order: of as many vectors as
 * there are choices, each has another (strict fairness of Chu et al. 2021, "FairNAS", section 3.2).
 * A depth weighs as many architectures as there are of it.
 *
 * @param layout the space
 */
record EvenSampling(SpaceLayout layout) {
  /** Draws vectors, which need not be canonical. */
  List<DecisionVector> draw(int count, RandomGenerator random) {
    Map<String, double[]> depths = depthWeights();
    List<int[]> columns = new ArrayList<>();
    for (Knob<?> knob : layout.knobs()) {
      if (knob.open()) {
        double[] weights = depths.getOrDefault(knob.name(), equal(knob.values().size()));
        columns.add(shuffled(systematic(weights, count, random), random));
      }
    }
    List<DecisionVector> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int row = i;
      vectors.add(new DecisionVector(columns.stream().map(column -> column[row]).toList()));
    }
    return vectors;
  }

  private Map<String, double[]> depthWeights() {
    Map<String, double[]> weights = new HashMap<>();
    for (StageSpace stage : layout.stages()) {
      weights.put(
          stage.depth().name(),
          stage.depth().values().stream()
              .mapToDouble(depth -> stage.bodies(depth).doubleValue())
              .toArray());
    }
    return weights;
  }

  private static double[] equal(int choices) {
    double[] weights = new double[choices];
    Arrays.fill(weights, 1);
    return weights;
  }

  private static int[] systematic(double[] weights, int count, RandomGenerator random) {
    double step = Arrays.stream(weights).sum() / count;
    double place = random.nextDouble() * step;
    int[] drawn = new int[count];
    int choice = 0;
    double below = weights[0];
    for (int i = 0; i < count; i++) {
      while (place >= below && choice < weights.length - 1) {
        choice++;
        below += weights[choice];
      }
      drawn[i] = choice;
      place += step;
    }
    return drawn;
  }

  private static int[] shuffled(int[] values, RandomGenerator random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
    return values;
  }
}
