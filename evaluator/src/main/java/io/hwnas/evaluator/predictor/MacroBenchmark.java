package io.hwnas.evaluator.predictor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hwnas.space.ChannelBenchMacro;
import io.hwnas.space.Decision;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.NasBenchMacro;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.io.InputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * A benchmark's table of trained networks: NAS-Bench-Macro's JSON (Su et al., CVPR 2021), a key of
 * one digit a decision to the accuracies of three trainings, or Channel-Bench-Macro's, whose fields
 * are named otherwise. Immutable.
 */
public final class MacroBenchmark implements AccuracyPredictor {
  private static final double PERCENT = 100;

  /** Networks that are drawn to find out whether a benchmark is of a large space. */
  private static final int SAMPLES = 200;

  /** Vectors of a space that is small enough to ask about each in well under a second. */
  private static final int MOST_CHECKED = 1 << 14;

  /**
   * One trained network.
   *
   * @param accuracy mean over the trainings, a fraction
   * @param deviation standard deviation over the trainings as the file has it, a fraction
   * @param standardError one standard error of the mean, from the trainings that the file lists; 0
   *     where it lists fewer than two
   * @param params trained parameters
   * @param madds multiply-adds
   */
  public record Entry(
      double accuracy, double deviation, double standardError, long params, long madds) {}

  private final String source;
  private final Function<DecisionVector, String> key;
  private final Map<String, Entry> entries;

  private MacroBenchmark(
      String source, Function<DecisionVector, String> key, Map<String, Entry> entries) {
    this.source = source;
    this.key = key;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /**
   * Reads a benchmark.
   *
   * @param file its JSON
   * @param key from a vector of the space to the key of its network, such as {@link #digits} or
   *     {@link #publishedKeys}
   * @return the benchmark
   * @throws InvalidInputException if the file is missing or not of the form described above
   */
  public static MacroBenchmark read(Path file, Function<DecisionVector, String> key) {
    InputFiles.requireRegular(file, "a benchmark's JSON file");
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          "%s: there is no such file; give a benchmark's JSON file".formatted(file));
    }
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: no valid JSON: %s".formatted(file, String.valueOf(e.getMessage()).split("\\R")[0]));
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      entries.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
    }
    if (entries.isEmpty()) {
      throw new InvalidInputException(file + ": holds no networks; give a benchmark's JSON file");
    }
    return new MacroBenchmark(file.toString(), key, entries);
  }

  /**
   * Returns keys that are the choices of a vector, a digit each.
   *
   * @param first the digit that stands for a first choice
   * @return from a vector to its key
   */
  public static Function<DecisionVector, String> digits(int first) {
    return decisions -> {
      StringBuilder digits = new StringBuilder();
      decisions.choices().forEach(choice -> digits.append(choice + first));
      return digits.toString();
    };
  }

  /**
   * Returns the keys of the published benchmark that a space is of.
   *
   * @param space a space
   * @return from a vector to its key, if the space is {@code nas-bench-macro} or {@code
   *     channel-bench-macro}
   */
  public static Optional<Function<DecisionVector, String>> publishedKeys(SearchSpace space) {
    if (isBuiltIn(space, NasBenchMacro.SPACE)) {
      return Optional.of(NasBenchMacro::key);
    }
    return isBuiltIn(space, ChannelBenchMacro.SPACE)
        ? Optional.of(ChannelBenchMacro::key)
        : Optional.empty();
  }

  private static boolean isBuiltIn(SearchSpace space, String name) {
    return space.name().equals(name)
        && space.decisions().equals(SearchSpace.named(name).decisions());
  }

  private static Entry entry(Path file, String key, JsonNode node) {
    boolean nasBench = node.has("mean_acc");
    return new Entry(
        percentage(file, key, node, nasBench ? "mean_acc" : "mean") / PERCENT,
        percentage(file, key, node, "std") / PERCENT,
        standardError(node.path(nasBench ? "test_acc" : "acc")) / PERCENT,
        (long) number(file, key, node, "params"),
        (long) number(file, key, node, "flops"));
  }

  /** The files divide by different numbers in their own deviations. */
  private static double standardError(JsonNode trainings) {
    double[] accuracies =
        StreamSupport.stream(trainings.spliterator(), false)
            .filter(JsonNode::isNumber)
            .mapToDouble(JsonNode::asDouble)
            .toArray();
    return accuracies.length < 2
        ? 0
        : new StandardDeviation().evaluate(accuracies) / Math.sqrt(accuracies.length);
  }

  private static double percentage(Path file, String key, JsonNode node, String field) {
    double value = number(file, key, node, field);
    if (value > PERCENT) {
      throw new InvalidInputException(
          "%s: network '%s' has '%s' %s, which is no percentage"
              .formatted(file, key, field, value));
    }
    return value;
  }

  private static double number(Path file, String key, JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isNumber() || !(value.asDouble() >= 0)) {
      throw new InvalidInputException(
          "%s: network '%s' has no number '%s'".formatted(file, key, field));
    }
    return value.asDouble();
  }

  /**
   * Returns every network.
   *
   * @return the entries by key, in the order of the file
   */
  public Map<String, Entry> entries() {
    return entries;
  }

  /**
   * Looks a network up.
   *
   * @param decisions its vector
   * @return its entry
   * @throws InvalidInputException if the benchmark does not have it
   */
  public Entry entry(DecisionVector decisions) {
    String network = key.apply(decisions);
    Entry entry = entries.get(network);
    if (entry == null) {
      throw new InvalidInputException(
          "%s: has no network '%s'; is it the benchmark of this space?".formatted(source, network));
    }
    return entry;
  }

  /**
   * Checks, before anything is searched, that this is the benchmark of a space: that it has every
   * network of a small one; the smallest, the largest and some random ones of a large one.
   *
   * @param space the space
   * @throws InvalidInputException naming the first network that it lacks
   */
  public void requireFits(SearchSpace space) {
    networks(space)
        .filter(decisions -> !entries.containsKey(key.apply(decisions)))
        .findFirst()
        .ifPresent(
            decisions -> {
              throw new InvalidInputException(
                  "%s: has no network '%s' of the space %s among its %d; give the benchmark of this space, or another first-digit"
                      .formatted(source, key.apply(decisions), space.name(), entries.size()));
            });
  }

  private static Stream<DecisionVector> networks(SearchSpace space) {
    int vectors = 1;
    for (Decision decision : space.decisions()) {
      vectors = Math.min(MOST_CHECKED + 1, vectors * decision.choices().size());
    }
    if (vectors <= MOST_CHECKED) {
      return IntStream.range(0, vectors).mapToObj(number -> space.canonical(vector(space, number)));
    }
    RandomGenerator random = Seeds.of(0, "benchmark-fits");
    return Stream.concat(
        Stream.of(space.smallest(), space.largest()),
        Stream.generate(() -> space.sample(random)).limit(SAMPLES));
  }

  /** Returns the vector whose choices are the digits of a number. */
  private static DecisionVector vector(SearchSpace space, int number) {
    int[] choices = new int[space.decisions().size()];
    int left = number;
    for (int place = 0; place < choices.length; place++) {
      int count = space.decisions().get(place).choices().size();
      choices[place] = left % count;
      left /= count;
    }
    return DecisionVector.of(choices);
  }

  @Override
  public double accuracy(DecisionVector decisions) {
    return entry(decisions).accuracy();
  }

  /** The standard error of the mean over the trainings. */
  @Override
  public double standardError(DecisionVector decisions, double accuracy) {
    return entry(decisions).standardError();
  }
}
