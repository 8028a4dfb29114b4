package io.hwnas.cli;

import io.hwnas.cli.arch.ArchitectureOptions;
import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.arch.WeightsSource;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The network with its weights that a command takes. */
final class TrainedNetwork {
  @Parameters(paramLabel = "ARCH", description = ArchitectureSource.HELP)
  private String name;

  @Mixin private ArchitectureOptions form;

  @Option(
      names = "--weights",
      paramLabel = "W",
      description = "The network's weights, a safetensors file; a run brings its own.")
  private Path weights;

  /** Finds the network; one that is no file takes the form of the images. */
  Architecture architecture(ImageSet images) {
    return ArchitectureSource.find(name, form, images);
  }

  /** Finds the network in its own form. */
  Architecture architecture() {
    return ArchitectureSource.find(name, form);
  }

  /** Tells whether a weights file was named. */
  boolean namesWeights() {
    return weights != null;
  }

  /** Finds the weights, which must be the graph's. */
  Weights weights(LayerGraph graph) {
    try {
      return WeightsSource.find(name, Optional.ofNullable(weights), graph);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
