package io.hwnas.probe;

import java.util.List;

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
   * Returns a small network whose time tells whether something else uses the same core.
   *
   * @return the same at each call
   */
  TimedNetwork sentinel();

  /**
   * Loads a network for repeated runs.
   *
   * @param network the network
   * @return the loaded network, to be closed
   * @throws io.hwnas.space.InvalidInputException if the runtime cannot load it
   */
  LoadedNetwork load(TimedNetwork network);

  /**
   * Returns what the runtime remembers of its undisturbed speed.
   *
   * @return the same at each call
   */
  Pace pace();

  /**
   * Runs networks with the runtime's own profiler: all are loaded, then visited round-robin with
   * the profiler, then again without it.
   *
   * @param networks the networks
   * @param visits times that each is visited, at least 1, with and without the profiler
   * @param warmUpRuns runs at the start of each visit that are left out
   * @param runs runs of each visit that are kept, at least 1
   * @return for each network, in their order, the times of the runs that were kept
   * @throws io.hwnas.space.InvalidInputException if the runtime cannot load one of them
   */
  List<NetworkProfile> profile(List<TimedNetwork> networks, int visits, int warmUpRuns, int runs);
}
