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
    /**
     * Computes the layer. Only inputs other than 0 are gone through, which leaves one in three of a
     * one-hot code and about half behind a ReLU; two at a time halve the traffic of the sums.
     */
    float[] apply(float[] input) {
      int[] active = new int[input.length];
      int count = 0;
      for (int i = 0; i < input.length; i++) {
        if (input[i] != 0) {
          active[count++] = i;
        }
      }
      float[] output = bias.clone();
      int next = 0;
      for (; next + 3 < count; next += 4) {
        addFour(output, input, active, next);
      }
      for (; next < count; next++) {
        float factor = input[active[next]];
        float[] column = columns[active[next]];
        for (int j = 0; j < output.length; j++) {
          output[j] += factor * column[j];
        }
      }
      return output;
    }

    private void addFour(float[] output, float[] input, int[] active, int next) {
      float a = input[active[next]];
      float b = input[active[next + 1]];
      float c = input[active[next + 2]];
      float d = input[active[next + 3]];
      float[] first = columns[active[next]];
      float[] second = columns[active[next + 1]];
      float[] third = columns[active[next + 2]];
      float[] fourth = columns[active[next + 3]];
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
    float[][] columns = new float[shape.get(1)][shape.get(0)];
    for (int out = 0; out < shape.get(0); out++) {
      for (int in = 0; in < shape.get(1); in++) {
        columns[in][out] = weight.get(out * shape.get(1) + in);
      }
    }
    return new Layer(columns, bias.values().clone());
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
    if (input.length != inputs()) {
      throw new IllegalArgumentException("%d inputs, not %d".formatted(inputs(), input.length));
    }
    float[] values = input;
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      values = layer.apply(values);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(0, values[i]);
      }
    }
    return layers.get(layers.size() - 1).apply(values)[0];
  }

  @Override
  public String toString() {
    return Arrays.toString(layers.stream().mapToInt(layer -> layer.columns().length).toArray());
  }
}
