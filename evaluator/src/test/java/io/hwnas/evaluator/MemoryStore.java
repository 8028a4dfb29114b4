package io.hwnas.evaluator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps all checkpoints, and can go back to an earlier one. */
final class MemoryStore implements CheckpointStore {
  private final List<Checkpoint> saved = new ArrayList<>();

  @Override
  public Optional<Checkpoint> latest() {
    return saved.isEmpty() ? Optional.empty() : Optional.of(saved.get(saved.size() - 1));
  }

  @Override
  public void save(Checkpoint checkpoint) {
    saved.add(checkpoint);
  }

  /** Forgets all but the first checkpoints. */
  void truncate(int kept) {
    saved.subList(kept, saved.size()).clear();
  }

  List<Checkpoint> saved() {
    return saved;
  }
}
