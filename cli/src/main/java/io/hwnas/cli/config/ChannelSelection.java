package io.hwnas.cli.config;

/** By what the channels that a proposal of NetAdapt keeps are chosen. */
public enum ChannelSelection {
  /** The squared norm of the filters that produce them. */
  MAGNITUDE,
  /** The scales of their batch norms. */
  BATCH_NORM,
  /** What the loss on a few training batches would change without them, to first order. */
  TAYLOR,
  /** Chance. */
  RANDOM
}
