package io.hwnas.latency;

/**
 * What runs networks and tells how long they took: the seam between the mechanics of measuring and
 * ONNX Runtime.
 */
public interface InferenceRuntime {
  /**
   * Returns what identifies this runtime on this machine.
   *
   * @return the fingerprint, dated now
   */
  Fingerprint fingerprint();

  /**
   * Loads a network for repeated runs.
   *
   * @param network the network
   * @return the loaded network, to be closed
   * @throws io.hwnas.space.InvalidInputException if the runtime cannot load it
   */
  LoadedNetwork load(TimedNetwork network);

  /**
   * Runs a network with the runtime's own profiler.
   *
   * @param network the network
   * @param warmUpRuns runs that are left out
   * @param runs runs that are kept, at least 1
   * @return the time of each node in each kept run
   */
  NetworkProfile profile(TimedNetwork network, int warmUpRuns, int runs);
}
