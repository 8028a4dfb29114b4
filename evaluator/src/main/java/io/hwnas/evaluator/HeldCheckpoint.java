package io.hwnas.evaluator;

import java.util.Optional;

/**
 * A checkpoint that waits for the next step: only if that has a finite loss are its weights good to
 * go on from.
 */
final class HeldCheckpoint {
  private final CheckpointStore store;
  private Optional<Checkpoint> held = Optional.empty();

  HeldCheckpoint(CheckpointStore store) {
    this.store = store;
  }

  /** Takes the newest state in place of what is held. */
  void hold(Checkpoint checkpoint) {
    held = Optional.of(checkpoint);
  }

  /** Saves what is held, if anything is: its weights are good. */
  void release() {
    held.ifPresent(store::save);
    held = Optional.empty();
  }
}
