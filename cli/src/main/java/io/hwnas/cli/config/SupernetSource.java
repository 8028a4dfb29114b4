package io.hwnas.cli.config;

import io.hwnas.cli.arch.Spaces;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.data.DataSpec;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A supernet that a search without a latency budget asks for accuracies; or where that of a
 * comparison of evaluators is from.
 *
 * @param supernet how it is trained and asked
 * @param data which images
 * @param seed source of all randomness of images and training
 * @param torch how libtorch is run
 * @param checkpointPeriod longest time between two checkpoints
 * @param from the run that trained it already, if one did
 */
public record SupernetSource(
    SupernetConfig supernet,
    DataSpec data,
    long seed,
    TorchOptions torch,
    Duration checkpointPeriod,
    Optional<Path> from) {
  /** The sections of a configuration that this is read from. */
  public static final List<String> SECTIONS =
      List.of("seed", "threads", "checkpoint-seconds", "data", SupernetSource.SUPERNET);

  private static final YamlNode EMPTY = YamlNode.parse("configuration", "{}");
  private static final String SUPERNET = "supernet";
  static final String FROM = "from";
  private static final String SPACE = "space";

  /** The sections that decide what comes of the training. */
  private static final List<String> DECISIVE = List.of("seed", "threads", "data", SPACE);

  /**
   * Reads the sections.
   *
   * @param root the whole, as {@link #complete} returns it
   * @return the supernet
   * @throws InvalidInputException with the place of the first key that is unknown, missing or wrong
   */
  public static SupernetSource read(YamlNode root) {
    YamlNode section = root.required(SUPERNET);
    SupernetConfig supernet =
        SupernetConfig.alone(section, FROM).in(Spaces.of(root.required(SPACE)), section);
    return new SupernetSource(
        supernet,
        DataReader.read(root.required("data")),
        root.required("seed").asLong(0, Long.MAX_VALUE),
        new TorchOptions(RunConfig.threads(root.required("threads"))),
        RunConfig.checkpointPeriod(root),
        from(root));
  }

  /**
   * Adds the keys that a configuration leaves out: those of the run that its supernet is from, if
   * it names one, and the defaults of {@code hwnas evaluate-ranking}.
   *
   * @param root a configuration
   * @return the whole
   * @throws InvalidInputException if that run trained another supernet, with the first difference
   */
  public static YamlNode complete(YamlNode root) {
    YamlNode base = sections(ConfigSource.rankingDefaults().root());
    Optional<Path> from = from(root);
    if (from.isPresent()) {
      base = ConfigSource.overlay(base, sections(of(from.get())));
    }
    YamlNode whole = ConfigSource.overlay(base, root);
    from.ifPresent(run -> requireSame(run, whole, "leave that out here"));
    return whole;
  }

  /**
   * Writes a whole configuration out, with the threads and the space of a file.
   *
   * @param root the whole
   * @return its text
   */
  public static String resolved(YamlNode root) {
    return RunConfig.resolved(root);
  }

  /** Finds the run that trained the supernet already, if a configuration names one. */
  static Optional<Path> from(YamlNode root) {
    return root.optional(SUPERNET)
        .filter(YamlNode::isMap)
        .flatMap(supernet -> supernet.optional(FROM))
        .map(run -> Path.of(run.asString()));
  }

  /** Returns the sections of a configuration, without keys of evaluate-ranking alone. */
  private static YamlNode sections(YamlNode root) {
    YamlNode sections = EMPTY;
    for (String name : SECTIONS) {
      Optional<YamlNode> section = root.optional(name);
      if (section.isPresent()) {
        sections = sections.with(name, name.equals(SUPERNET) ? own(section.get()) : section.get());
      }
    }
    return sections;
  }

  private static YamlNode own(YamlNode supernet) {
    return without(supernet, List.of(RankingConfig.CAPACITY_WEIGHT, FROM));
  }

  static YamlNode without(YamlNode section, List<String> keys) {
    YamlNode rest = EMPTY;
    for (Map.Entry<String, YamlNode> entry : section.entries().entrySet()) {
      if (!keys.contains(entry.getKey())) {
        rest = rest.with(entry.getKey(), entry.getValue());
      }
    }
    return rest;
  }

  private static YamlNode of(Path run) {
    if (!RunDirectory.isRun(run)) {
      throw new InvalidInputException(
          "supernet.from: %s is no run; name the folder of one of hwnas evaluate-ranking"
              .formatted(run));
    }
    YamlNode config = ConfigSource.ofRun(run.resolve("config.yaml")).root();
    from(config)
        .ifPresent(
            origin -> {
              throw new InvalidInputException(
                  "supernet.from: %s asked the supernet of %s; name that run"
                      .formatted(run, origin));
            });
    boolean ranking = config.optional("benchmark").isPresent();
    boolean search = config.optional("search").flatMap(s -> s.optional("evaluator")).isPresent();
    if (!ranking && !search) {
      throw new InvalidInputException(
          "supernet.from: %s trained no supernet for a time; name a run of hwnas evaluate-ranking, or of a search whose evaluator is supernet"
              .formatted(run));
    }
    return config;
  }

  /** Refuses a run whose supernet is trained in another way than a whole configuration says. */
  static void requireSame(Path run, YamlNode whole, String remedy) {
    YamlNode root = YamlNode.parse("configuration", resolved(whole));
    YamlNode theirs = WholePaths.in(of(run));
    YamlNode before = EMPTY;
    YamlNode after = before;
    for (String name : DECISIVE) {
      before = before.with(name, theirs.required(name));
      after = after.with(name, root.required(name));
    }
    YamlNode defaults = sections(ConfigSource.rankingDefaults().root()).required(SUPERNET);
    before =
        before.with(
            SUPERNET,
            without(
                ConfigSource.overlay(defaults, own(theirs.required(SUPERNET))),
                SupernetConfig.ASKING));
    after = after.with(SUPERNET, without(own(root.required(SUPERNET)), SupernetConfig.ASKING));
    ConfigDifference.first("", before, after)
        .ifPresent(
            difference -> {
              throw new InvalidInputException(
                  "supernet.from: the supernet of %s was trained with %s; %s, or train another"
                      .formatted(run, difference, remedy));
            });
  }
}
