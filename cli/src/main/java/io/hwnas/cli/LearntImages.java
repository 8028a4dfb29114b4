package io.hwnas.cli;

import io.hwnas.cli.arch.WeightsSource;
import io.hwnas.cli.config.ConfigSource;
import java.nio.file.Path;

/** What given weights know of the images that they learnt from. */
final class LearntImages {
  private LearntImages() {}

  /**
   * Takes over how those images were fitted, and which of them were held out for validation, where
   * a configuration does not say how its own are.
   *
   * @param source the configuration
   * @param weights a safetensors file, or a run whose best network the weights are of
   * @return the configuration with what the weights' bundle says
   */
  static ConfigSource takenOver(ConfigSource source, Path weights) {
    ConfigSource fitted =
        WeightsSource.preprocessing(weights)
            .map(known -> source.fittedAs(known.fit()))
            .orElse(source);
    return WeightsSource.seed(weights).map(fitted::dividedAs).orElse(fitted);
  }
}
