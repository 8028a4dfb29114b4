package io.hwnas.cli.config;

import io.hwnas.cli.arch.Spaces;
import io.hwnas.cli.predicted.AccuracySource;
import io.hwnas.evaluator.FromScratch;
import io.hwnas.evaluator.SuccessiveHalving;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.data.DataSpec;
import io.hwnas.evaluator.predictor.PairwiseRidge;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How evaluators' orders are compared with the true one.
 *
 * @param seed source of all randomness
 * @param torch how libtorch is run
 * @param checkpointPeriod longest time between two checkpoints of a training
 * @param data which images
 * @param space whose networks are ranked
 * @param benchmark their true accuracies
 * @param networks how many different ones are drawn
 * @param resamples bootstrap resamples of them
 * @param orders which evaluators order the networks, alone or together
 * @param supernet how the supernet is trained and asked
 * @param supernetFrom the run that trained it already, if one did
 * @param capacityWeight accuracy that the evaluator with credit gives for each e-fold of
 *     multiply-adds
 * @param codeImages training images whose activation codes are compared
 * @param codeDraws random weights that each network's are compared with
 * @param fromScratch how networks are trained alone
 * @param successiveHalving how they are trained alone where the better ones go on
 * @param yaml the configuration it was read from, overrides applied
 */
public record RankingConfig(
    long seed,
    TorchOptions torch,
    Duration checkpointPeriod,
    DataSpec data,
    SearchSpace space,
    AccuracySource.Benchmark benchmark,
    int networks,
    int resamples,
    List<Order> orders,
    SupernetConfig supernet,
    Optional<Path> supernetFrom,
    double capacityWeight,
    int codeImages,
    int codeDraws,
    FromScratch.Plan fromScratch,
    SuccessiveHalving.Plan successiveHalving,
    String yaml) {
  /** Key of the evaluators, which may be others when a run goes on. */
  public static final String EVALUATORS = "evaluators";

  private static final int MOST = 1_000_000;
  private static final int LEAST_NETWORKS = 3;
  private static final String FROM_SCRATCH = "from-scratch";
  private static final String SUCCESSIVE_HALVING = "successive-halving";
  private static final double LEAST_KEPT = 0.01;
  private static final double MOST_KEPT = 0.99;
  private static final int MOST_ROUNDS = 20;

  static final String CAPACITY_WEIGHT = "capacity-weight";

  /** An evaluator by its name. */
  public enum Evaluator {
    /** Multiply-adds. */
    MADDS,
    /** Trained parameters. */
    PARAMS,
    /** Activation codes of untrained networks. */
    ACTIVATION_CODES,
    /** What untrained weights let through. */
    SYNAPTIC_FLOW,
    /** Shared weights, trained; by accuracy. */
    SUPERNET,
    /** The same by cross-entropy. */
    SUPERNET_LOSS,
    /** By accuracy with credit for multiply-adds. */
    SUPERNET_CAPACITY,
    /** Each network trained alone for a few epochs. */
    FROM_SCRATCH,
    /** The same, and the better ones for longer. */
    SUCCESSIVE_HALVING;

    /**
     * Returns the name.
     *
     * @return as configurations and results write it
     */
    public String label() {
      return word(this);
    }
  }

  /**
   * An evaluator, as it is or smoothed over the decisions of the networks that it scored.
   *
   * @param evaluator what scores
   * @param smoothed whether a regression fitted to its own scores takes their place
   */
  public record Scorer(Evaluator evaluator, boolean smoothed) {
    private static final String SUFFIX = "-smoothed";

    /**
     * Returns the name.
     *
     * @return as configurations and results write it
     */
    public String label() {
      return evaluator.label() + (smoothed ? SUFFIX : "");
    }

    private static List<Scorer> all() {
      return Stream.of(false, true)
          .flatMap(
              smoothed -> Arrays.stream(Evaluator.values()).map(each -> new Scorer(each, smoothed)))
          .toList();
    }
  }

  /**
   * One order of the networks: by the scores of one evaluator, or by the mean of the ranks that
   * several give.
   *
   * @param scorers the evaluators; at least one
   */
  public record Order(List<Scorer> scorers) {
    /** Copies the list. */
    public Order {
      scorers = List.copyOf(scorers);
    }

    /**
     * Returns the name.
     *
     * @return as configurations and results write it
     */
    public String label() {
      return scorers.stream().map(Scorer::label).collect(Collectors.joining("+"));
    }
  }

  /**
   * Tells whether a configuration is of such a comparison.
   *
   * @param root a configuration
   * @return whether it names a benchmark and no search
   */
  public static boolean describes(YamlNode root) {
    return root.optional("benchmark").isPresent() && root.optional("search").isEmpty();
  }

  /**
   * Checks and reads a merged configuration.
   *
   * @param source defaults, file and overrides
   * @return the configuration
   * @throws InvalidInputException with the place of the first key that is unknown, missing or wrong
   */
  public static RankingConfig of(ConfigSource source) {
    return RunConfig.reading(() -> read(source.root()));
  }

  private static RankingConfig read(YamlNode root) {
    root.allowOnly(
        "seed",
        "threads",
        "checkpoint-seconds",
        "data",
        "space",
        "benchmark",
        "networks",
        "resamples",
        EVALUATORS,
        "supernet",
        "activation-codes",
        FROM_SCRATCH,
        SUCCESSIVE_HALVING);
    YamlNode codes = root.required("activation-codes");
    codes.allowOnly("images", "draws");
    YamlNode supernet = root.required("supernet");
    SearchSpace space = Spaces.of(root.required("space"));
    List<Order> orders = orders(root.required(EVALUATORS));
    return new RankingConfig(
        root.required("seed").asLong(0, Long.MAX_VALUE),
        new TorchOptions(RunConfig.threads(root.required("threads"))),
        RunConfig.checkpointPeriod(root),
        DataReader.read(root.required("data")),
        space,
        benchmark(root.required("benchmark")),
        root.required("networks").asInt(leastNetworks(orders), MOST),
        root.required("resamples").asInt(1, MOST),
        orders,
        SupernetConfig.alone(supernet, CAPACITY_WEIGHT, SupernetSource.FROM).in(space, supernet),
        SupernetSource.from(root),
        supernet.required(CAPACITY_WEIGHT).asDouble(0, 1),
        codes.required("images").asInt(2, MOST),
        codes.required("draws").asInt(1, MOST),
        fromScratch(root),
        successiveHalving(root),
        RunConfig.resolved(root));
  }

  /**
   * Refuses a run that the supernet is from where that was trained in another way than this says.
   *
   * @throws InvalidInputException with the first difference
   */
  public void requireSameSupernet() {
    supernetFrom.ifPresent(
        run ->
            SupernetSource.requireSame(
                run,
                YamlNode.parse("configuration", yaml),
                "say the same here, as %s does".formatted(run.resolve("config.yaml"))));
  }

  private static FromScratch.Plan fromScratch(YamlNode root) {
    YamlNode section = root.required(FROM_SCRATCH);
    section.allowOnly("epochs", "recipe");
    return alone(root, section);
  }

  private static SuccessiveHalving.Plan successiveHalving(YamlNode root) {
    YamlNode section = root.required(SUCCESSIVE_HALVING);
    section.allowOnly("epochs", "recipe", "keep", "rounds");
    return new SuccessiveHalving.Plan(
        alone(root, section),
        section.required("keep").asDouble(LEAST_KEPT, MOST_KEPT),
        section.required("rounds").asInt(1, MOST_ROUNDS));
  }

  /** Reads how networks are trained alone: with the supernet's recipe, but for the keys given. */
  private static FromScratch.Plan alone(YamlNode root, YamlNode section) {
    TrainingRecipe recipe =
        RecipeReader.read(root.required("supernet").required("recipe"), section.optional("recipe"));
    return new FromScratch.Plan(
        recipe.withDistillation(Optional.empty()),
        section.required("epochs").asDouble(1e-3, MOST),
        root.required("seed").asLong(0, Long.MAX_VALUE));
  }

  private static AccuracySource.Benchmark benchmark(YamlNode node) {
    node.allowOnly("file", "first-digit");
    return new AccuracySource.Benchmark(
        Path.of(node.required("file").asString()),
        node.optional("first-digit")
            .map(digit -> OptionalInt.of(digit.asInt(0, 9)))
            .orElse(OptionalInt.empty()));
  }

  private static List<Order> orders(YamlNode node) {
    List<Scorer> all = Scorer.all();
    List<String> labels = all.stream().map(Scorer::label).toList();
    List<Order> orders =
        node.asList().stream()
            .map(item -> item.asSumOf(labels).stream().map(labels::indexOf).map(all::get).toList())
            .map(Order::new)
            .distinct()
            .toList();
    if (orders.isEmpty()) {
      throw node.error("evaluators must name at least one");
    }
    return orders;
  }

  /** Returns how few networks make an order; a regression over their decisions needs more. */
  private static int leastNetworks(List<Order> orders) {
    return orders.stream().flatMap(order -> order.scorers().stream()).anyMatch(Scorer::smoothed)
        ? PairwiseRidge.LEAST
        : LEAST_NETWORKS;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
