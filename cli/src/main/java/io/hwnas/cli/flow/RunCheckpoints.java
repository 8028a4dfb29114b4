package io.hwnas.cli.flow;

import io.hwnas.evaluator.Checkpoint;
import io.hwnas.evaluator.CheckpointStore;
import io.hwnas.export.Safetensors;
import io.hwnas.results.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Keeps the checkpoints of one training in a run.
 *
 * @param checkpoints the run's checkpoints
 * @param name tells the training from others in the run
 */
public record RunCheckpoints(Checkpoints checkpoints, String name) implements CheckpointStore {
  @Override
  public Optional<Checkpoint> latest() {
    return checkpoints
        .latest(name)
        .map(
            saved -> {
              try {
                Safetensors.File file = Safetensors.read(saved.file());
                return new Checkpoint(saved.step(), file.weights(), file.metadata());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @Override
  public void save(Checkpoint checkpoint) {
    checkpoints.save(
        name,
        checkpoint.step(),
        file -> Safetensors.write(file, checkpoint.tensors(), checkpoint.metadata()));
  }
}
