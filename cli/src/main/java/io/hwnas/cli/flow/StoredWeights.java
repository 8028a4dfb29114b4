package io.hwnas.cli.flow;

import io.hwnas.export.Safetensors;
import io.hwnas.export.Weights;
import io.hwnas.results.Checkpoint;
import io.hwnas.results.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Weights that one stage leaves to the next, kept among the run's checkpoints.
 *
 * @param checkpoints the run's checkpoints
 */
record StoredWeights(Checkpoints checkpoints) {
  /** Keeps weights and returns their file's hash. */
  String save(String name, Weights weights) {
    return checkpoints
        .save(name, 0, file -> Safetensors.write(file, weights, java.util.Map.of()))
        .sha256();
  }

  /** Returns the weights kept under a name. */
  Weights load(String name) {
    Checkpoint saved =
        checkpoints
            .latest(name)
            .orElseThrow(
                () ->
                    new io.hwnas.space.InvalidInputException(
                        "the run's weights '%s' are missing or damaged; start a new run"
                            .formatted(name)));
    try {
      return Safetensors.read(saved.file()).weights();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
