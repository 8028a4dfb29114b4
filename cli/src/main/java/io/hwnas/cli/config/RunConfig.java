package io.hwnas.cli.config;

import io.hwnas.cli.arch.Spaces;
import io.hwnas.evaluator.Checkpointing;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.WeightSharing;
import io.hwnas.evaluator.data.DataSpec;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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

  /** The folder of decoded images, from the launcher. */
  private static final String CACHE_PROPERTY = "hwnas.images";

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
    SearchSpace space = space(root.required("space"), supernet);
    return new RunConfig(
        root.required("seed").asLong(0, Long.MAX_VALUE),
        new TorchOptions(threads(root.required("threads"))),
        checkpointPeriod(root),
        data(root.required("data")),
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

  /** Reads the space; its networks must have weights in common where a supernet shares slices. */
  private static SearchSpace space(YamlNode node, SupernetConfig supernet) {
    return supernet.sharing() == WeightSharing.SLICES ? Spaces.forSupernet(node) : Spaces.of(node);
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

  static DataSpec data(YamlNode node) {
    node.allowOnly("source", "directory", "image-size", "channels", "cache");
    return new DataSpec(
        node.required("source").asString(),
        node.optional("directory").map(directory -> Path.of(directory.asString())),
        number(node.optional("image-size"), DataSpec.LARGEST_IMAGE_SIZE),
        number(node.optional("channels"), 3),
        cache(node.optional("cache").map(YamlNode::asString)));
  }

  /**
   * Returns where decoded images are kept: where the key says, else the launcher, if that can be.
   */
  private static Optional<Path> cache(Optional<String> given) {
    return given.isPresent()
        ? given.filter(folder -> !folder.equals("none")).map(Path::of)
        : Optional.ofNullable(System.getProperty(CACHE_PROPERTY))
            .map(Path::of)
            .filter(RunConfig::canBeMade);
  }

  private static boolean canBeMade(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    return Files.isDirectory(existing) && Files.isWritable(existing);
  }

  static Duration checkpointPeriod(YamlNode root) {
    return Duration.ofMillis(
        Math.round(1000 * root.required("checkpoint-seconds").asDouble(0, MOST_SECONDS)));
  }

  private static Optional<Integer> number(Optional<YamlNode> node, int most) {
    return node.map(value -> value.asInt(1, most));
  }
}
