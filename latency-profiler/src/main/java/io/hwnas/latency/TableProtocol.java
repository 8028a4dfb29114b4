package io.hwnas.latency;

/**
 * How a table is measured.
 *
 * @param coversPerBlock cover networks that hold each block at least, where the space has them
 * @param passes times that every cover network is loaded and profiled afresh
 * @param warmUpRuns runs left out of each profile
 * @param profiledRuns runs kept of each profile
 * @param calibrationNetworks random whole networks that the calibration is fitted on
 * @param calibration how they are timed
 */
public record TableProtocol(
    int coversPerBlock,
    int passes,
    int warmUpRuns,
    int profiledRuns,
    int calibrationNetworks,
    TimingProtocol calibration) {
  /** Checks the ranges. */
  public TableProtocol {
    Require.atLeast("covers per block", coversPerBlock, 1);
    Require.atLeast("passes", passes, 1);
    Require.atLeast("warm-up runs", warmUpRuns, 0);
    Require.atLeast("profiled runs", profiledRuns, 1);
    Require.atLeast("calibration networks", calibrationNetworks, 0);
  }

  /**
   * Returns the protocol of the quickstart.
   *
   * @return the protocol
   */
  public static TableProtocol quick() {
    return new TableProtocol(1, 3, 3, 20, 24, new TimingProtocol(4, 8, 2, 3));
  }

  /**
   * Returns the protocol of a table that is to be kept.
   *
   * @return the protocol
   */
  public static TableProtocol standard() {
    return new TableProtocol(2, 5, 5, 40, 40, new TimingProtocol(6, 12, 2, 3));
  }
}
