package io.hwnas.cli.flow;

import io.hwnas.export.Safetensors;
import io.hwnas.export.Weights;
import io.hwnas.results.Checkpoint;
import io.hwnas.results.Checkpoints;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Weights that one stage leaves to the next, kept among the run's checkpoints.
 *
 * @param checkpoints the run's checkpoints
 */
record StoredWeights(Checkpoints checkpoints) {
  private static final int SHOWN_DIGITS = 12;

  /** Keeps weights and returns their file's hash. */
  String save(String name, Weights weights) {
    return checkpoints.save(name, 0, file -> Safetensors.write(file, weights, Map.of())).sha256();
  }

  /** Returns the weights kept under a name. */
  Weights load(String name) {
    return read(latest(name));
  }

  /** Returns the weights kept under a name, which must be those of a file of that hash. */
  Weights load(String name, String sha256) {
    Checkpoint saved = latest(name);
    if (!saved.sha256().equals(sha256)) {
      throw new InvalidInputException(
          "%s: not the weights that the run's journal names, %s…; restore them or start a new run"
              .formatted(saved.file(), sha256.substring(0, SHOWN_DIGITS)));
    }
    return read(saved);
  }

  private Checkpoint latest(String name) {
    return checkpoints
        .latest(name)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "the run's weights '%s' are missing or damaged; restore them or start a new run"
                        .formatted(name)));
  }

  private static Weights read(Checkpoint saved) {
    try {
      return Safetensors.read(saved.file()).weights();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
