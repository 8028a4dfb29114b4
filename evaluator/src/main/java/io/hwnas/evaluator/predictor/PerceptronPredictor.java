package io.hwnas.evaluator.predictor;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import java.nio.file.Path;
import java.util.List;

/** Predicts accuracy with a perceptron over encoded decisions. */
public final class PerceptronPredictor implements AccuracyPredictor {
  /** Beyond, weights are read seldom enough, and the sums of a batch outgrow a core's caches. */
  private static final int AT_ONCE = 32;

  private final Path file;
  private final MultilayerPerceptron perceptron;
  private final DecisionEncoding encoding;

  private PerceptronPredictor(
      Path file, MultilayerPerceptron perceptron, DecisionEncoding encoding) {
    this.file = file;
    this.perceptron = perceptron;
    this.encoding = encoding;
  }

  /**
   * Reads a predictor for a space.
   *
   * @param file the perceptron, a safetensors file
   * @param encodingName one of {@link DecisionEncoding#NAMES}
   * @param space the space
   * @return the predictor
   * @throws InvalidInputException if the file is no perceptron, there is no such encoding, or the
   *     perceptron has not as many inputs as the encoding gives for the space
   */
  public static PerceptronPredictor read(Path file, String encodingName, SearchSpace space) {
    DecisionEncoding encoding = DecisionEncoding.of(encodingName, space);
    MultilayerPerceptron perceptron = MultilayerPerceptron.read(file);
    if (perceptron.inputs() != encoding.size()) {
      throw new InvalidInputException(
          "%s: the predictor has %d inputs, but the space %s encoded as %s has %d; choose another"
              .formatted(file, perceptron.inputs(), space.name(), encodingName, encoding.size()));
    }
    return new PerceptronPredictor(file, perceptron, encoding);
  }

  @Override
  public double accuracy(DecisionVector decisions) {
    return checked(perceptron.of(encoding.encode(decisions)));
  }

  @Override
  public double[] accuracies(List<DecisionVector> decisions) {
    float[] outputs =
        perceptron.of(decisions.stream().map(encoding::encode).toArray(float[][]::new));
    double[] accuracies = new double[outputs.length];
    for (int i = 0; i < accuracies.length; i++) {
      accuracies[i] = checked(outputs[i]);
    }
    return accuracies;
  }

  private float checked(float output) {
    if (!Float.isFinite(output)) {
      throw new InvalidInputException(
          "%s: predicts %s for a network of the space; give another predictor"
              .formatted(file, output));
    }
    return output;
  }

  @Override
  public int atOnce() {
    return AT_ONCE;
  }
}
