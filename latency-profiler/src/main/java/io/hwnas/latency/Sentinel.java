package io.hwnas.latency;

import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;

/**
 * A small network of known speed that tells whether something else uses the same core: another
 * process or another machine's, on the core's other hardware thread, which slows a run without
 * putting it off the processor.
 */
final class Sentinel implements AutoCloseable {
  /** The name that the network is loaded under. */
  static final String NAME = "sentinel";

  private static final int RUNS = 3;

  private final LoadedNetwork network;
  private final Pace pace;

  private Sentinel(LoadedNetwork network, Pace pace) {
    this.network = network;
    this.pace = pace;
  }

  /** Loads the sentinel of a runtime. */
  static Sentinel open(InferenceRuntime runtime) {
    LayerGraph whole = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small@28"));
    LayerGraph stem = whole.isolate(whole.blocks().get(0));
    return new Sentinel(runtime.load(new TimedNetwork.OfGraph(NAME, stem)), runtime.pace());
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
