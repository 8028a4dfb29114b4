package io.hwnas.cli.arch;

import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.results.RunDirectory;
import io.hwnas.results.Trial;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.ImageInput;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.NetworkOptions;
import io.hwnas.space.OnceForAllNetConfig;
import io.hwnas.space.OnceForAllSpec;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.WidthRule;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the architecture that a user names. */
public final class ArchitectureSource {
  /** What a user may give, for the help. */
  public static final String HELP =
      "A reference network (hwnas networks), an arch.yaml, Once-for-All's net.config or subnet"
          + " specification (JSON of ks, e, d and r), a run's folder (its best network), or RUN#id"
          + " (a trial of a run).";

  /** Name of a run's folder of its best network. */
  static final String BEST = "best";

  private static final String ARCHITECTURE_FILE = "arch.yaml";

  private ArchitectureSource() {}

  /**
   * Finds an architecture.
   *
   * @param name a reference network's name, a file, a run, or a run and a trial's number
   * @return the architecture
   * @throws InvalidInputException if there is none
   */
  public static Architecture find(String name) {
    return find(name, new ArchitectureOptions());
  }

  /**
   * Finds an architecture in the form the user asked for.
   *
   * @param name a reference network's name, a file, a run, or a run and a trial's number
   * @param options resolution and width multiplier
   * @return the architecture
   * @throws InvalidInputException if there is none, or the options do not apply to it
   */
  public static Architecture find(String name, ArchitectureOptions options) {
    return find(name, options, NetworkOptions.PUBLISHED);
  }

  /**
   * Finds an architecture for given images; a reference network takes their form.
   *
   * @param name a reference network's name, a file, a run, or a run and a trial's number
   * @param options resolution and width multiplier
   * @param images the images
   * @return the architecture; one that is read from a file is left as it is
   * @throws InvalidInputException if there is none, or the options do not apply to it
   */
  public static Architecture find(String name, ArchitectureOptions options, ImageSet images) {
    return find(
        name,
        options,
        NetworkOptions.PUBLISHED
            .withInput(new ImageInput(images.channels(), images.height()))
            .withClasses(images.classCount()));
  }

  private static Architecture find(String name, ArchitectureOptions options, NetworkOptions form) {
    if (ReferenceNetworks.isKnown(name)) {
      return reference(name, options, form);
    }
    Architecture found = read(name);
    if (options.form().isPresent()) {
      throw new InvalidInputException(
          "--stem and --last-stage are forms of MobileNetV3 (hwnas networks), and '%s' is none"
              .formatted(name));
    }
    Architecture scaled =
        options.width().isPresent() ? scaled(found, options.width().getAsDouble()) : found;
    return options.resolution().isPresent()
        ? scaled.withInput(
            new ImageInput(found.input().channels(), options.resolution().getAsInt()))
        : scaled;
  }

  /** A network of another width is another network, so its name says the width too. */
  private static Architecture scaled(Architecture found, double width) {
    return width == 1
        ? found
        : found.widthRule().scale(found, width).named(found.name() + "-" + width);
  }

  private static Architecture reference(
      String name, ArchitectureOptions options, NetworkOptions form) {
    NetworkOptions network = options.form().map(form::withForm).orElse(form);
    if (options.width().isPresent()) {
      if (name.matches(".*-[0-9]+\\.[0-9]+([@+].*)?")) {
        throw new InvalidInputException(
            "'%s' has its width in its name; leave out --width".formatted(name));
      }
      network = network.withWidthMultiplier(options.width().getAsDouble());
    }
    if (options.resolution().isPresent()) {
      if (name.contains("@")) {
        throw new InvalidInputException(
            "'%s' has its resolution in its name; leave out --resolution".formatted(name));
      }
      network =
          network.withInput(new ImageInput(form.inputChannels(), options.resolution().getAsInt()));
    }
    return ReferenceNetworks.named(name, network);
  }

  private static Architecture read(String name) {
    int hash = name.lastIndexOf('#');
    if (hash > 0) {
      return trial(path(name, name.substring(0, hash)), name.substring(hash + 1));
    }
    Path path = path(name, name);
    if (Files.isDirectory(path)) {
      return Architectures.read(YamlNode.read(bestFile(path, ARCHITECTURE_FILE)));
    }
    if (Files.exists(path) || name.endsWith(".yaml") || name.endsWith(".yml")) {
      return document(YamlNode.read(path), path);
    }
    if (SearchSpace.isKnown(name)) {
      throw new InvalidInputException("'%s' %s".formatted(name, aSpace(name)));
    }
    return ReferenceNetworks.named(name);
  }

  /**
   * Names networks apart: those of a space, or found by several searches, may have one name.
   *
   * @param architectures each by what the user calls it
   * @return the same; of several with one name each has the user's
   */
  public static Map<String, Architecture> distinctlyNamed(Map<String, Architecture> architectures) {
    Map<String, Architecture> named = new LinkedHashMap<>();
    architectures.forEach(
        (given, architecture) -> {
          long alike =
              architectures.values().stream()
                  .filter(other -> other.name().equals(architecture.name()))
                  .count();
          named.put(given, alike == 1 ? architecture : architecture.named(given));
        });
    return named;
  }

  private static String aSpace(String name) {
    return "is a search space, where one network is needed; 'hwnas space show %s' describes it,"
            .formatted(name)
        + " 'hwnas space sample %s' draws a network of it".formatted(name);
  }

  private static Architecture document(YamlNode root, Path path) {
    if (OnceForAllNetConfig.describes(root)) {
      return OnceForAllNetConfig.read(root, ImageInput.PUBLISHED.resolution());
    }
    if (OnceForAllSpec.describes(root)) {
      // Once-for-All's space of width 1.2 widens the hidden layer too.
      return OnceForAllSpec.read(root)
          .architecture(1)
          .withWidthRule(WidthRule.MOBILENET_V3_SCALED_HEAD);
    }
    if (Spaces.describes(root)) {
      throw root.error(aSpace(path.toString()));
    }
    return Architectures.read(root);
  }

  private static Path path(String name, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidInputException("'%s' is no network and no path".formatted(name), e);
    }
  }

  /** The file of a run's bundle, or of a folder that is a bundle itself. */
  static Path bestFile(Path folder, String file) {
    Path best = inBundle(folder, file);
    if (Files.notExists(best)) {
      throw new InvalidInputException(
          RunDirectory.isRun(folder)
              ? "%s: the run has no best network with weights; go on with --resume if it has not ended, or name a trial, %s#ID"
                  .formatted(folder, folder)
              : "%s: neither a run nor a bundle: no %s".formatted(folder, file));
    }
    return best;
  }

  /** The place of that file, whether or not it is there. */
  static Path inBundle(Path folder, String file) {
    Path own = folder.resolve(file);
    return Files.exists(own) ? own : folder.resolve(BEST).resolve(file);
  }

  private static Architecture trial(Path run, String number) {
    if (!number.matches("[0-9]{1,18}")) {
      throw new InvalidInputException(
          "'%s' is no trial; give a number after the #, such as %s#1".formatted(number, run));
    }
    try (RunDirectory directory = RunDirectory.open(run)) {
      Trial trial =
          directory
              .trials()
              .find(Long.parseLong(number))
              .orElseThrow(
                  () -> new InvalidInputException("%s: has no trial %s".formatted(run, number)));
      String yaml = trial.spec().architectureYaml();
      return yaml.isEmpty()
          ? Spaces.of(YamlNode.read(directory.configFile()).required("space"))
              .decode(new DecisionVector(trial.spec().decisions()))
          : Architectures.read(YamlNode.parse(run + "#" + number, yaml));
    }
  }
}
