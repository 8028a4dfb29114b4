package io.hwnas.cli.config;

import io.hwnas.cli.arch.Spaces;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.data.DataSpec;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Everything that decides what a run does.
 *
 * @param seed source of all randomness
 * @param torch how libtorch is run
 * @param checkpointPeriod longest time between two checkpoints; changes no result
 * @param data which images
 * @param space what is searched, for images of any channels and classes
 * @param latency what latency is and how much of it there may be
 * @param recipe how networks are trained from scratch; the other trainings change it
 * @param supernet how the supernet is trained
 * @param search how the space is searched
 * @param netAdapt how the winner is shrunk
 * @param fineTuning how the shrunk network is trained to its end
 * @param baseline what the found network is held against
 * @param yaml the configuration it was read from, resolved: every key, defaults and overrides
 *     applied
 */
public record RunConfig(
    long seed,
    TorchOptions torch,
    Duration checkpointPeriod,
    DataSpec data,
    SearchSpace space,
    LatencyConfig latency,
    TrainingRecipe recipe,
    SupernetConfig supernet,
    SearchConfig search,
    NetAdaptConfig netAdapt,
    FineTuningConfig fineTuning,
    BaselineConfig baseline,
    String yaml) {
  /** What {@code data.source} says where there are no images. */
  public static final String NO_DATA = "none";

  private static final long MOST_SECONDS = Checkpointing.LONGEST_PERIOD.toSeconds();

  /**
   * Checks and reads a merged configuration.
   *
   * @param source defaults, file and overrides
   * @return the configuration
   * @throws InvalidInputException with the place of the first key that is unknown, missing or wrong
   */
  public static RunConfig of(ConfigSource source) {
    return reading(() -> read(source.root()));
  }

  /**
   * Tells whether a run has no images, so that it trains nothing.
   *
   * @return whether it has none
   */
  public boolean withoutData() {
    return data.source().equals(NO_DATA);
  }

  /** Reads a configuration; a complaint about an option names it without a line. */
  static <C> C reading(Supplier<C> read) {
    try {
      return read.get();
    } catch (InvalidInputException e) {
      // An option is one value, so its line number would only puzzle.
      throw new InvalidInputException(
          e.getMessage().replaceFirst("^(--[^:]*):[0-9]+: ", "$1: "), e);
    }
  }

  private static RunConfig read(YamlNode root) {
    root.allowOnly(
        "seed",
        "threads",
        "checkpoint-seconds",
        "data",
        "space",
        "latency",
        "training",
        "supernet",
        "search",
        "netadapt",
        "fine-tuning",
        "baseline");
    YamlNode training = root.required("training");
    YamlNode shared = root.required("supernet");
    SupernetConfig supernet = SupernetConfig.ofFlow(shared, training);
    SearchSpace space = Spaces.of(root.required("space"));
    return new RunConfig(
        root.required("seed").asLong(0, Long.MAX_VALUE),
        new TorchOptions(threads(root.required("threads"))),
        checkpointPeriod(root),
        DataReader.read(root.required("data")),
        space,
        LatencyConfig.read(root.required("latency")),
        RecipeReader.read(training),
        supernet.in(space, shared),
        SearchConfig.read(root.required("search"), training),
        NetAdaptConfig.read(root.required("netadapt"), training),
        FineTuningConfig.read(root.required("fine-tuning"), training),
        BaselineConfig.read(root.required("baseline")),
        resolved(root));
  }

  /**
   * Writes out the threads and the space of a file, because results repeat only with the same, and
   * whole paths, because a run may be resumed from another folder.
   */
  static String resolved(YamlNode root) {
    String threads = Integer.toString(threads(root.required("threads")));
    return YamlWriter.write(
        WholePaths.in(Spaces.writtenOut(root.with("threads", YamlNode.parse("threads", threads)))));
  }

  static int threads(YamlNode node) {
    return node.is("auto")
        ? Runtime.getRuntime().availableProcessors()
        : node.asInt(1, TorchOptions.MOST_THREADS);
  }

  static Duration checkpointPeriod(YamlNode root) {
    return Duration.ofMillis(
        Math.round(1000 * root.required("checkpoint-seconds").asDouble(0, MOST_SECONDS)));
  }
}
