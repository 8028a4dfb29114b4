package io.hwnas.cli.config;

import io.hwnas.cli.arch.Spaces;
import io.hwnas.evaluator.data.SquareFit;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import io.hwnas.space.yaml.YamlWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Merges what is said of a run: later layers win over earlier ones, key by key.
 *
 * <p>Every value keeps the place where it was written, so that a complaint about it names the file
 * and line, or the {@code --set} it came from.
 */
public final class ConfigSource {
  /** The embedded defaults: the configuration of {@code hwnas quickstart}. */
  public static final String DEFAULTS = "quickstart.yaml";

  private static final int MOST_KEYS = 1000;
  private static final String RANKING = "ranking.yaml";
  private static final String SCHEMA = "schema.json";

  private static final String SEARCH_SCHEMA = "search-schema.json";
  private static final String SET = "--set ";
  private static final String THREADS = "threads";
  private static final String SEED = "seed";

  /** The keys that may say {@code auto} and whose value decides what comes of a run. */
  private static final List<String> AUTOMATIC =
      List.of(THREADS, "netadapt.workers", "supernet.calibration-images");

  private static final List<String> FILES = List.of("predictor.file", "benchmark.file");

  private final YamlNode merged;

  private ConfigSource(YamlNode merged) {
    this.merged = merged;
  }

  /**
   * Returns the defaults alone.
   *
   * @return the configuration of {@code hwnas quickstart}
   */
  public static ConfigSource defaults() {
    return new ConfigSource(YamlNode.parse(DEFAULTS, resource(DEFAULTS)));
  }

  /**
   * Returns the defaults of {@code hwnas evaluate-ranking} alone.
   *
   * @return its configuration
   */
  public static ConfigSource rankingDefaults() {
    return new ConfigSource(YamlNode.parse(RANKING, resource(RANKING)));
  }

  /**
   * Returns the JSON schema that every configuration of a whole run fits.
   *
   * @return the text of {@code configs/schema.json}
   */
  public static String schema() {
    return resource(SCHEMA);
  }

  /**
   * Returns the JSON schema that every configuration of a search with {@code search.evaluator}
   * fits.
   *
   * @return the text of {@code configs/search-schema.json}
   */
  public static String searchSchema() {
    return resource(SEARCH_SCHEMA);
  }

  private static String resource(String name) {
    try (InputStream in = ConfigSource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file alone, without defaults.
   *
   * @param file a YAML file
   * @return the source
   * @throws InvalidInputException if the file cannot be read or is not a map
   */
  public static ConfigSource alone(Path file) {
    YamlNode root = YamlNode.read(file);
    root.entries();
    return new ConfigSource(root);
  }

  /**
   * Reads what a run was started with, perhaps by a version that had a key in another place.
   *
   * @param file the run's configuration
   * @return the source, without defaults
   * @throws InvalidInputException if the file cannot be read or is not a map
   */
  public static ConfigSource ofRun(Path file) {
    return new ConfigSource(SupernetConfig.withReplicasInRecipe(alone(file).merged));
  }

  /**
   * Lays another source over this one.
   *
   * @param over what wins, key by key
   * @return the merged source
   */
  public ConfigSource with(ConfigSource over) {
    return new ConfigSource(overlay(merged, over.merged));
  }

  /**
   * Lays a file over what was said so far.
   *
   * @param file a YAML file, which may leave out any key
   * @return the merged source
   * @throws InvalidInputException if the file cannot be read or is not a map
   */
  public ConfigSource with(Path file) {
    YamlNode over = YamlNode.read(file);
    over.entries();
    return new ConfigSource(overlay(merged, over));
  }

  /**
   * Lays the overrides of the command line over what was said so far.
   *
   * @param overrides texts of the form {@code key.path=value}, where the value is YAML
   * @return the merged source
   * @throws InvalidInputException if one is not of that form, naming it
   */
  public ConfigSource with(List<String> overrides) {
    YamlNode result = merged;
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            SET + override + ": must be of the form key.path=value, such as --set seed=2");
      }
      String path = override.substring(0, equals);
      YamlNode value = YamlNode.parse(SET + path, override.substring(equals + 1));
      result = result.with(path, value);
    }
    return new ConfigSource(result);
  }

  /**
   * Sets one key to a text that an option of the command line gave.
   *
   * @param path keys joined by dots
   * @param option the option, for messages
   * @param text the text; quotes and colons in it mean nothing special
   * @return the merged source
   */
  public ConfigSource with(String path, String option, String text) {
    String yaml = text.matches("[A-Za-z0-9_.-]+") ? text : YamlWriter.write(List.of(text));
    YamlNode node = YamlNode.parse(option, yaml);
    return new ConfigSource(merged.with(path, node.isList() ? node.asList().get(0) : node));
  }

  /**
   * Takes from a run what this leaves to the machine or to the images: where it says {@code auto}
   * and the run, or a version before it that did not know the word, says what that was.
   *
   * @param run the configuration that the run was started with
   * @return the source, with the run's values for {@code auto}
   */
  public ConfigSource asIn(ConfigSource run) {
    YamlNode result = merged;
    for (String path : AUTOMATIC) {
      Optional<YamlNode> here = find(merged, path);
      Optional<YamlNode> there = find(run.merged, path);
      if (here.isPresent() && there.isPresent() && here.get().is("auto")) {
        result = result.with(path, there.get());
      }
    }
    return new ConfigSource(result);
  }

  /**
   * Takes over how the images of given weights were fitted, where this does not say how its own
   * are.
   *
   * @param fit how those were
   * @return the source, with that fit if it has images
   */
  public ConfigSource fittedAs(SquareFit fit) {
    boolean says =
        find(merged, "data." + DataReader.FIT).isPresent()
            || find(merged, "data." + DataReader.CROP_SHARE).isPresent();
    if (says || withoutData() || fit.equals(SquareFit.DEFAULT)) {
      return this;
    }
    String origin = "the fit of the weights' images";
    ConfigSource fitted = with("data." + DataReader.FIT, origin, fit.label());
    return fit instanceof SquareFit.Crop crop
        ? fitted.with("data." + DataReader.CROP_SHARE, origin, Double.toString(crop.share()))
        : fitted;
  }

  /**
   * Takes over the seed by which the images of given weights were divided into training and
   * validation, where this has the seed of the defaults.
   *
   * @param seed that seed
   * @return the source, with that seed if it has images
   */
  public ConfigSource dividedAs(long seed) {
    boolean says = !merged.required(SEED).location().startsWith(DEFAULTS + ":");
    return says || withoutData()
        ? this
        : with(SEED, "the seed of the weights' run", Long.toString(seed));
  }

  private boolean withoutData() {
    return find(merged, "data.source").filter(source -> source.is(RunConfig.NO_DATA)).isPresent();
  }

  private static Optional<YamlNode> find(YamlNode root, String path) {
    Optional<YamlNode> found = Optional.of(root);
    for (String key : path.split("\\.")) {
      found = found.filter(YamlNode::isMap).flatMap(node -> node.optional(key));
    }
    return found;
  }

  /**
   * Writes the configuration of a search without training out so that it says the same wherever it
   * is read ({@link #independent(YamlNode)}).
   *
   * @return the same configuration
   */
  public ConfigSource madeIndependent() {
    return new ConfigSource(independent(merged));
  }

  /**
   * Puts the space of a file into the configuration of a search without training that names the
   * file, and makes the paths of its predictor, benchmark and tables absolute.
   *
   * @param root the configuration, checked
   * @return the same configuration, which depends on no working folder
   */
  public static YamlNode independent(YamlNode root) {
    YamlNode result = Spaces.writtenOut(root);
    YamlNode search = result.required("search");
    for (String path : FILES) {
      String section = path.substring(0, path.indexOf('.'));
      Optional<YamlNode> file =
          search.optional(section).filter(YamlNode::isMap).flatMap(map -> map.optional("file"));
      if (file.isPresent()) {
        result = result.with("search." + path, WholePaths.of(file.get()));
      }
    }
    if (search.optional("tables").isPresent()) {
      for (Map.Entry<String, YamlNode> table : search.required("tables").entries().entrySet()) {
        result = result.with("search.tables." + table.getKey(), WholePaths.of(table.getValue()));
      }
    }
    return result;
  }

  /**
   * Adds what a search with a supernet leaves out ({@link SupernetSource#complete}).
   *
   * @return the whole
   */
  public ConfigSource completedForSupernet() {
    return new ConfigSource(SupernetSource.complete(merged));
  }

  /**
   * Returns the merged document.
   *
   * @return the root, a map
   */
  public YamlNode root() {
    return merged;
  }

  /**
   * Returns the text of a configuration.
   *
   * @param file the file
   * @return its text as it stands
   */
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a map in which every value that another map gives is the other's. */
  static YamlNode overlay(YamlNode base, YamlNode over) {
    return overlay(base, "", over);
  }

  private static YamlNode overlay(YamlNode base, String prefix, YamlNode over) {
    if (over.entries().size() > MOST_KEYS) {
      throw over.error("more than %d keys, which no configuration has".formatted(MOST_KEYS));
    }
    YamlNode result = base;
    for (Map.Entry<String, YamlNode> entry : over.entries().entrySet()) {
      String path = prefix + entry.getKey();
      YamlNode value = entry.getValue();
      if (entry.getKey().contains(".")) {
        throw value.error(
            "unknown key '%s'; a dot is for --set, here keys are nested".formatted(entry.getKey()));
      }
      result =
          value.isMap() && isMap(base, path)
              ? overlay(result, path + '.', value)
              : result.with(path, value);
    }
    return result;
  }

  private static boolean isMap(YamlNode base, String path) {
    YamlNode node = base;
    for (String key : path.split("\\.")) {
      if (!node.isMap() || node.optional(key).isEmpty()) {
        return false;
      }
      node = node.optional(key).orElseThrow();
    }
    return node.isMap();
  }
}
