package io.hwnas.search.rl;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A long short-term memory over categorical decisions: at each it is told the choice before and
 * says how likely every choice is. All of its decisions share the cell; each choice has an
 * embedding and a row of the output layer of its own.
 *
 * <p>Its weights live until it is closed; all else belongs to the scope of the caller.
 */
final class Lstm implements AutoCloseable {
  /** Range of the uniform initial weights (Zoph et al., CVPR 2018, appendix A.1). */
  private static final double INITIAL_RANGE = 0.1;

  /** Logit of what cannot be chosen; its probability is 0, its product with that 0 and finite. */
  private static final float EXCLUDED = -1e9f;

  private final int[] choiceCounts;
  private final int[] offsets;
  private final int hidden;
  private final List<Tensor> weights;

  /** Hidden and cell state of a batch, each [batch, hidden]. */
  record State(Tensor hidden, Tensor cell) {}

  Lstm(int[] choiceCounts, int hidden, RandomGenerator random) {
    this.choiceCounts = choiceCounts.clone();
    this.offsets = new int[choiceCounts.length];
    this.hidden = hidden;
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + choiceCounts[i - 1];
    }
    int all = IntStream.of(choiceCounts).sum();
    this.weights =
        NativeCode.scoped(
            () ->
                Stream.of(
                        new long[] {all + 1, hidden},
                        new long[] {hidden, 4L * hidden},
                        new long[] {hidden, 4L * hidden},
                        new long[] {4L * hidden},
                        new long[] {hidden, all},
                        new long[] {all})
                    .map(shape -> initial(random, shape))
                    .toList());
  }

  private static Tensor initial(RandomGenerator random, long... shape) {
    float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (INITIAL_RANGE * (2 * random.nextDouble() - 1));
    }
    Tensor tensor = torch.from_blob(new FloatPointer(values), shape).clone();
    tensor.set_requires_grad(true);
    return tensor.retainReference();
  }

  private Tensor embedding() {
    return weights.get(0);
  }

  private Tensor inputWeights() {
    return weights.get(1);
  }

  private Tensor hiddenWeights() {
    return weights.get(2);
  }

  private Tensor gateBias() {
    return weights.get(3);
  }

  private Tensor outputWeights() {
    return weights.get(4);
  }

  private Tensor outputBias() {
    return weights.get(5);
  }

  /** Returns what an optimiser changes. */
  TensorVector parameters() {
    return new TensorVector(weights.toArray(Tensor[]::new));
  }

  /** Returns the state before the first decision. */
  State start(int batch) {
    return new State(torch.zeros(batch, hidden), torch.zeros(batch, hidden));
  }

  /** Returns the state at a decision, after the choices before it. */
  State next(State state, int[][] choices, int place) {
    return next(state, gateInputs(choices, place, place + 1));
  }

  private State next(State state, Tensor gateInputs) {
    TensorVector gates = gateInputs.add(state.hidden().matmul(hiddenWeights())).chunk(4, 1);
    Tensor kept = gates.get(1).sigmoid().mul(state.cell());
    Tensor cell = kept.add(gates.get(0).sigmoid().mul(gates.get(2).tanh()));
    return new State(gates.get(3).sigmoid().mul(cell.tanh()), cell);
  }

  /** Returns log-probabilities of the choices of a decision, [batch, choices]. */
  Tensor logProbabilities(State state, int place) {
    return torch
        .addmm(
            outputBias().narrow(0, offsets[place], choiceCounts[place]),
            state.hidden(),
            outputWeights().narrow(1, offsets[place], choiceCounts[place]))
        .log_softmax(1);
  }

  /**
   * Returns log-probabilities at every decision of lists of choices that are known, [decisions ·
   * batch, choices of all decisions], a decision after another; those of other decisions' choices
   * are next to minus infinity. The same figures as step by step, in fewer and larger operations.
   */
  Tensor logProbabilities(int[][] choices) {
    int batch = choices.length;
    Tensor gateInputs = gateInputs(choices, 0, choiceCounts.length);
    State state = start(batch);
    Tensor[] states = new Tensor[choiceCounts.length];
    for (int place = 0; place < states.length; place++) {
      state = next(state, gateInputs.narrow(0, (long) place * batch, batch));
      states[place] = state.hidden();
    }
    Tensor logits =
        torch.addmm(outputBias(), torch.cat(new TensorVector(states), 0), outputWeights());
    return logits.add(othersExcluded(batch)).log_softmax(1);
  }

  /** Returns what, added to logits of all choices, leaves those of each row's decision. */
  private Tensor othersExcluded(int batch) {
    int all = (int) outputBias().size(0);
    float[] excluded = new float[choiceCounts.length * batch * all];
    Arrays.fill(excluded, EXCLUDED);
    for (int row = 0; row < choiceCounts.length * batch; row++) {
      int from = row * all + offsets[row / batch];
      Arrays.fill(excluded, from, from + choiceCounts[row / batch], 0);
    }
    return torch
        .from_blob(new FloatPointer(excluded), (long) choiceCounts.length * batch, all)
        .clone();
  }

  /** Returns the place of each choice among those of all decisions, a decision after another. */
  long[] places(int[][] choices) {
    long[] places = new long[choiceCounts.length * choices.length];
    for (int i = 0; i < places.length; i++) {
      int place = i / choices.length;
      places[i] = offsets[place] + choices[i % choices.length][place];
    }
    return places;
  }

  /**
   * Returns what the choice before each of some decisions adds to the gates, [decisions · batch, 4
   * · hidden]; before the first stands an embedding of its own.
   */
  private Tensor gateInputs(int[][] choices, int from, int to) {
    int batch = choices.length;
    long start = embedding().size(0) - 1;
    long[] rows = new long[(to - from) * batch];
    for (int i = 0; i < rows.length; i++) {
      int before = from + i / batch - 1;
      rows[i] = before < 0 ? start : offsets[before] + choices[i % batch][before];
    }
    return torch.addmm(gateBias(), embedding().index_select(0, indexes(rows)), inputWeights());
  }

  /** Returns whole numbers as a tensor. */
  static Tensor indexes(long... values) {
    return torch
        .from_blob(
            new LongPointer(values),
            new long[] {values.length},
            new TensorOptions(torch.ScalarType.Long))
        .clone();
  }

  @Override
  public void close() {
    weights.forEach(Tensor::releaseReference);
  }
}
