package io.hwnas.cli.predicted;

import io.hwnas.cli.config.SupernetSource;
import io.hwnas.evaluator.predictor.AccuracyPredictor;
import io.hwnas.evaluator.predictor.DecisionEncoding;
import io.hwnas.evaluator.predictor.MacroBenchmark;
import io.hwnas.evaluator.predictor.PerceptronPredictor;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Where the accuracy of a network is known from without training each. */
public sealed interface AccuracySource {
  /** How configurations name the sources. */
  List<String> EVALUATORS = List.of("predictor", "benchmark", AccuracySource.SUPERNET);

  /** Name of the source that is trained. */
  String SUPERNET = "supernet";

  /**
   * A perceptron over encoded decisions.
   *
   * @param file its weights, a safetensors file
   * @param encoding one of {@link DecisionEncoding#NAMES}
   */
  record Predictor(Path file, String encoding) implements AccuracySource {
    @Override
    public AccuracyPredictor open(SearchSpace space) {
      return PerceptronPredictor.read(file, encoding, space);
    }

    @Override
    public String description() {
      return "accuracy as %s predicts it".formatted(file.getFileName());
    }

    @Override
    public Optional<Path> readFrom() {
      return Optional.of(file);
    }
  }

  /**
   * A table of trained networks.
   *
   * @param file its JSON
   * @param firstDigit the digit of its keys that stands for a first choice; none where the space is
   *     a published benchmark's, whose keys are known
   */
  record Benchmark(Path file, OptionalInt firstDigit) implements AccuracySource {
    @Override
    public AccuracyPredictor open(SearchSpace space) {
      Function<DecisionVector, String> digits = MacroBenchmark.digits(firstDigit.orElse(0));
      MacroBenchmark benchmark =
          MacroBenchmark.read(
              file,
              firstDigit.isPresent() ? digits : MacroBenchmark.publishedKeys(space).orElse(digits));
      benchmark.requireFits(space);
      return benchmark;
    }

    @Override
    public String description() {
      return "accuracy from the table %s".formatted(file.getFileName());
    }

    @Override
    public Optional<Path> readFrom() {
      return Optional.of(file);
    }
  }

  /**
   * Weights that all networks share, trained for a time.
   *
   * @param source how they are trained and asked
   */
  record SharedWeights(SupernetSource source) implements AccuracySource {
    @Override
    public AccuracyPredictor open(SearchSpace space) {
      throw new IllegalStateException("a supernet is trained in a run, not read from a file");
    }

    @Override
    public String description() {
      return "accuracy with shared weights on validation images";
    }

    @Override
    public Optional<Path> readFrom() {
      return Optional.empty();
    }
  }

  /**
   * Reads the file.
   *
   * @param space the space that is searched
   * @return what answers for its networks
   * @throws io.hwnas.space.InvalidInputException if the file is missing or does not fit the space
   */
  AccuracyPredictor open(SearchSpace space);

  /**
   * Says what the accuracies are.
   *
   * @return a phrase that names the file
   */
  String description();

  /**
   * Names the file that they are read from.
   *
   * @return the file; empty where they are trained for
   */
  Optional<Path> readFrom();

  /** Reads the source that {@code search.evaluator} names. */
  static AccuracySource read(YamlNode root) {
    YamlNode search = root.required("search");
    String evaluator = search.required("evaluator").asOneOf(EVALUATORS);
    if (evaluator.equals(SUPERNET)) {
      return new SharedWeights(SupernetSource.read(root));
    }
    YamlNode section = search.required(evaluator);
    Path file = Path.of(section.required("file").asString());
    if (evaluator.equals("predictor")) {
      section.allowOnly("file", "encoding");
      return new Predictor(file, section.required("encoding").asOneOf(DecisionEncoding.NAMES));
    }
    section.allowOnly("file", "first-digit");
    return new Benchmark(
        file,
        section
            .optional("first-digit")
            .map(node -> OptionalInt.of(node.asInt(0, 9)))
            .orElse(OptionalInt.empty()));
  }
}
