package io.hwnas.evaluator;

import java.util.Optional;

/** Where one training keeps its checkpoints. */
public interface CheckpointStore {
  /**
   * Returns the checkpoint to go on from.
   *
   * @return the last one saved, or empty before the first
   */
  Optional<Checkpoint> latest();

  /**
   * Saves a checkpoint, whole or not at all, on disk when this returns.
   *
   * @param checkpoint the newest state
   */
  void save(Checkpoint checkpoint);
}
