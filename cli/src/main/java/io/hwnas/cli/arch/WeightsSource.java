package io.hwnas.cli.arch;

import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.export.Safetensors;
import io.hwnas.export.Weights;
import io.hwnas.results.Provenance;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the weights that a user names, or that belong to a run's best network. */
public final class WeightsSource {
  private static final String WEIGHTS_FILE = "weights.safetensors";
  private static final String PROVENANCE_FILE = "provenance.yaml";

  private WeightsSource() {}

  /**
   * Finds weights.
   *
   * @param architecture what the user named as the architecture
   * @param file the weights' file, where the user named one
   * @param graph the network they must fit
   * @return the weights, exactly the network's
   * @throws InvalidInputException if there are none, or they do not fit the network
   * @throws IOException if the file cannot be read
   */
  public static Weights find(String architecture, Optional<Path> file, LayerGraph graph)
      throws IOException {
    Path found =
        file.or(() -> ofRun(architecture))
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "%s has no weights of its own; name a safetensors file with --weights"
                            .formatted(architecture)));
    return read(found, graph);
  }

  /**
   * Finds weights.
   *
   * @param named a safetensors file, or a run whose best network they are of
   * @param graph the network they must fit
   * @return the weights, exactly the network's
   * @throws InvalidInputException if there are none, or they do not fit the network
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Weights find(Path named, LayerGraph graph) {
    try {
      return read(ofRun(named.toString()).orElse(named), graph);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Finds out what must be done to an image before a network of given weights is asked.
   *
   * @param architecture what the user named as the architecture
   * @param file the weights' file, where the user named one
   * @return what the weights' bundle says; empty where they lie in none, or in one that does not
   */
  public static Optional<Preprocessing> preprocessing(String architecture, Optional<Path> file) {
    return preprocessing(file.orElseGet(() -> Path.of(architecture)));
  }

  /**
   * Finds out what must be done to an image before a network of given weights is asked.
   *
   * @param named a safetensors file, or a run whose best network the weights are of
   * @return what the weights' bundle says; empty where they lie in none, or in one that does not
   */
  public static Optional<Preprocessing> preprocessing(Path named) {
    return provenance(named)
        .flatMap(known -> known.optional(Provenance.PREPROCESSING))
        .map(Preprocessing::read);
  }

  /**
   * Finds the run that weights lie in.
   *
   * @param named a run, its {@code best} folder, or what the user named otherwise
   * @return the run, if there is one
   */
  public static Optional<Path> run(Path named) {
    Path folder = named.toAbsolutePath().normalize();
    return folder.endsWith(ArchitectureSource.BEST)
        ? Optional.of(folder.getParent()).filter(RunDirectory::isRun)
        : Optional.of(folder).filter(RunDirectory::isRun);
  }

  /**
   * Finds out by which seed the images that given weights learnt from were divided into training
   * and validation.
   *
   * @param named a safetensors file, or a run whose best network the weights are of
   * @return what the weights' bundle says; empty where they lie in none
   */
  public static Optional<Long> seed(Path named) {
    return provenance(named)
        .flatMap(known -> known.optional(Provenance.SEEDS))
        .flatMap(seeds -> seeds.entries().values().stream().findFirst())
        .map(seed -> seed.asLong(0, Long.MAX_VALUE));
  }

  private static Optional<YamlNode> provenance(Path named) {
    Path weights =
        Files.isDirectory(named) ? ArchitectureSource.inBundle(named, WEIGHTS_FILE) : named;
    Path provenance = weights.resolveSibling(PROVENANCE_FILE);
    return weights.endsWith(WEIGHTS_FILE) && Files.isRegularFile(provenance)
        ? Optional.of(YamlNode.read(provenance))
        : Optional.empty();
  }

  private static Weights read(Path found, LayerGraph graph) throws IOException {
    Weights weights = Safetensors.read(found).weights();
    try {
      weights.requireFitsExactly(graph);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("%s: %s".formatted(found, e.getMessage()), e);
    }
    return weights.select(graph);
  }

  private static Optional<Path> ofRun(String architecture) {
    Path folder = Path.of(architecture);
    return Files.isDirectory(folder)
        ? Optional.of(ArchitectureSource.bestFile(folder, WEIGHTS_FILE))
        : Optional.empty();
  }
}
