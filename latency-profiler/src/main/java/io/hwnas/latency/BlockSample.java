package io.hwnas.latency;

/**
 * One measured block of a family.
 *
 * @param block its channels
 * @param millis its profiled time in milliseconds, positive
 * @param nodes nodes that the runtime made of it
 * @param error relative standard error of its time
 */
record BlockSample(BlockKey block, double millis, double nodes, double error) {
  static BlockSample of(BlockKey block, LatencyEntry entry) {
    double error = entry.spreadMillis() / entry.medianMillis() / Math.sqrt(entry.count());
    return new BlockSample(block, entry.medianMillis(), entry.nodes(), error);
  }
}
