package io.hwnas.evaluator.predictor;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Safetensors;
import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fully connected layers with ReLU between them and one output, in single precision.
 *
 * <p>Weights are named as a PyTorch {@code Sequential} names them: {@code N.weight} [out, in] and
 * {@code N.bias} [out], in the order of N. Immutable.
 */
public final class MultilayerPerceptron {
  private static final Pattern WEIGHT = Pattern.compile("(\\d+)\\.weight");

  /**
   * One layer.
   *
   * @param columns weights by input, [in][out]
   * @param bias [out]
   */
  private record Layer(float[][] columns, float[] bias) {
    /** Inputs whose columns stay in the nearest cache while all networks of a batch use them. */
    private static final int BLOCK = 16;

    /**
     * Computes the layer of several networks, block by block of inputs, so that weights are read
     * from memory once for all. Only inputs other than 0 are gone through, which leaves one in
     * three of a one-hot code and about half behind a ReLU; four at a time spare traffic of the
     * sums (of eight the compiler makes no vector code). How many networks there are makes no
     * difference to the order of any sum.
     */
    void apply(Sum[] sums) {
      for (Sum sum : sums) {
        sum.begin(this);
      }
      for (int end = BLOCK; end < columns.length; end += BLOCK) {
        for (Sum sum : sums) {
          sum.addUpTo(end);
        }
      }
      for (Sum sum : sums) {
        sum.complete();
      }
    }
  }

  /**
   * The outputs for one network of one layer after another, while they are added up; layers of one
   * width take turns in two arrays.
   */
  private static final class Sum {
    private final float[] given;
    private final int[] active;
    private float[][] columns = {};
    private float[] input = {};
    private float[] output;
    private int count;
    private int next;

    /** Takes a network's inputs, which stay as they are, and the most inputs that a layer has. */
    Sum(float[] given, int most) {
      this.given = given;
      this.output = given;
      this.active = new int[most];
    }

    /** Makes the last layer's outputs the inputs, and begins with the bias. */
    void begin(Layer layer) {
      float[] free = input;
      int width = layer.bias().length;
      input = output;
      output = free != given && free.length == width ? free : new float[width];
      System.arraycopy(layer.bias(), 0, output, 0, width);
      columns = layer.columns();
      int found = 0;
      for (int i = 0; i < input.length; i++) {
        // Without a branch, which half of the time would be foretold wrongly.
        active[found] = i;
        found += input[i] == 0 ? 0 : 1;
      }
      count = found;
      next = 0;
    }

    /** Adds whole groups of inputs, as long as one begins before an input. */
    void addUpTo(int end) {
      for (; next + 3 < count && active[next] < end; next += 4) {
        addFour(next, output);
      }
    }

    /** Adds the rest. */
    void complete() {
      addUpTo(columns.length);
      for (; next < count; next++) {
        addOne(next, output);
      }
    }

    void rectify() {
      for (int i = 0; i < output.length; i++) {
        output[i] = Math.max(0, output[i]);
      }
    }

    private void addOne(int which, float[] output) {
      float factor = input[active[which]];
      float[] column = columns[active[which]];
      for (int j = 0; j < output.length; j++) {
        output[j] += factor * column[j];
      }
    }

    private void addFour(int from, float[] output) {
      float a = input[active[from]];
      float b = input[active[from + 1]];
      float c = input[active[from + 2]];
      float d = input[active[from + 3]];
      float[] first = columns[active[from]];
      float[] second = columns[active[from + 1]];
      float[] third = columns[active[from + 2]];
      float[] fourth = columns[active[from + 3]];
      for (int j = 0; j < output.length; j++) {
        output[j] += a * first[j] + b * second[j] + (c * third[j] + d * fourth[j]);
      }
    }
  }

  private final List<Layer> layers;

  private MultilayerPerceptron(List<Layer> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * Reads a perceptron.
   *
   * @param file a safetensors file
   * @return the perceptron
   * @throws InvalidInputException if the file is missing or holds no chain of layers with one
   *     output
   */
  public static MultilayerPerceptron read(Path file) {
    try {
      return of(file.toString(), Safetensors.read(file).weights());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes a perceptron of weights.
   *
   * @param source what to call them in messages
   * @param weights the tensors
   * @return the perceptron
   * @throws InvalidInputException if they are no chain of layers with one output
   */
  public static MultilayerPerceptron of(String source, Weights weights) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String name : weights.names()) {
      Matcher matcher = WEIGHT.matcher(name);
      if (matcher.matches()) {
        numbers.add(Integer.valueOf(matcher.group(1)));
      } else if (!name.matches("\\d+\\.bias")) {
        throw new InvalidInputException(
            "%s: '%s' is no weight of a perceptron; its tensors are N.weight and N.bias"
                .formatted(source, name));
      }
    }
    if (numbers.isEmpty()) {
      throw new InvalidInputException(source + ": holds no perceptron: there is no '0.weight'");
    }
    List<Layer> layers = new ArrayList<>();
    int width = -1;
    for (int number : numbers) {
      Layer layer = layer(source, weights, number, width);
      layers.add(layer);
      width = layer.bias().length;
    }
    if (width != 1) {
      throw new InvalidInputException(
          "%s: a predictor has 1 output, this has %d".formatted(source, width));
    }
    return new MultilayerPerceptron(layers);
  }

  private static Layer layer(String source, Weights weights, int number, int inputs) {
    FloatTensor weight = weights.get(number + ".weight");
    if (!weights.contains(number + ".bias")) {
      throw new InvalidInputException("%s: '%d.bias' is missing".formatted(source, number));
    }
    FloatTensor bias = weights.get(number + ".bias");
    List<Integer> shape = weight.shape();
    if (shape.size() != 2
        || (inputs >= 0 && shape.get(1) != inputs)
        || !bias.shape().equals(shape.subList(0, 1))) {
      throw new InvalidInputException(
          "%s: '%d.weight' %s and bias %s do not fit a layer of %s inputs"
              .formatted(source, number, shape, bias.shape(), inputs < 0 ? "any" : inputs));
    }
    requireFinite(source, number + ".weight", weight);
    requireFinite(source, number + ".bias", bias);
    float[][] columns = new float[shape.get(1)][shape.get(0)];
    for (int out = 0; out < shape.get(0); out++) {
      for (int in = 0; in < shape.get(1); in++) {
        columns[in][out] = weight.get(out * shape.get(1) + in);
      }
    }
    return new Layer(columns, bias.values().clone());
  }

  private static void requireFinite(String source, String name, FloatTensor tensor) {
    for (float value : tensor.values()) {
      if (!Float.isFinite(value)) {
        throw new InvalidInputException(
            "%s: '%s' holds %s where a number is needed; give another predictor"
                .formatted(source, name, value));
      }
    }
  }

  /**
   * Returns how many inputs there are.
   *
   * @return how many inputs there are
   */
  public int inputs() {
    return layers.get(0).columns().length;
  }

  /**
   * Computes the output.
   *
   * @param input [{@link #inputs()}]
   * @return the one output
   */
  public float of(float[] input) {
    return of(new float[][] {input})[0];
  }

  /**
   * Computes the outputs of several inputs, each the same as alone, in less time.
   *
   * @param inputs [n][{@link #inputs()}]
   * @return [n], the one output of each
   */
  public float[] of(float[][] inputs) {
    for (float[] input : inputs) {
      if (input.length != inputs()) {
        throw new IllegalArgumentException("%d inputs, not %d".formatted(inputs(), input.length));
      }
    }
    int most = layers.stream().mapToInt(layer -> layer.columns().length).max().orElseThrow();
    Sum[] sums = new Sum[inputs.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new Sum(inputs[i], most);
    }
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      layer.apply(sums);
      for (Sum sum : sums) {
        sum.rectify();
      }
    }
    layers.get(layers.size() - 1).apply(sums);
    float[] outputs = new float[sums.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = sums[i].output[0];
    }
    return outputs;
  }

  @Override
  public String toString() {
    return Arrays.toString(layers.stream().mapToInt(layer -> layer.columns().length).toArray());
  }
}
