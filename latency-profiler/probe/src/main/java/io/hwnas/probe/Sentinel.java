package io.hwnas.probe;

/**
 * A small network of known speed that tells whether something else uses the same core: another
 * process or another machine's, on the core's other hardware thread, which slows a run without
 * putting it off the processor.
 */
final class Sentinel implements AutoCloseable {
  private static final int RUNS = 3;

  private final LoadedNetwork network;
  private final Pace pace;

  private Sentinel(LoadedNetwork network, Pace pace) {
    this.network = network;
    this.pace = pace;
  }

  /** Loads the sentinel of a runtime. */
  static Sentinel open(InferenceRuntime runtime) {
    return new Sentinel(runtime.load(runtime.sentinel()), runtime.pace());
  }

  /** Runs the sentinel, for some fifty microseconds, and tells whether it was slowed. */
  boolean isDisturbed() {
    double fastest = Double.POSITIVE_INFINITY;
    for (int run = 0; run < RUNS; run++) {
      fastest = Math.min(fastest, network.run().millis());
    }
    return pace.isSlow(fastest);
  }

  @Override
  public void close() {
    network.close();
  }
}
