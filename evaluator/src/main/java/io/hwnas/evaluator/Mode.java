package io.hwnas.evaluator;

/** What batch norms and dropout do in a forward pass. */
enum Mode {
  /** Batch norms use the batch's statistics and move the running ones; dropout drops. */
  TRAINING,
  /** Batch norms use the batch's statistics and know no running ones; dropout drops. */
  BATCH_STATISTICS,
  /** Batch norms use the running statistics; nothing is dropped. */
  INFERENCE
}
