package io.hwnas.latency;

import io.hwnas.probe.Require;
import io.hwnas.probe.TimingProtocol;
import java.util.Optional;

/**
 * How a table is measured.
 *
 * @param coversPerBlock cover networks that hold each block at least, where the space has them
 * @param passes times that every cover network is loaded and profiled afresh, at most
 * @param stopping when fewer passes are enough; empty for all passes whatever they show
 * @param visits times that a network is visited while it is loaded for a profile
 * @param warmUpRuns runs at the start of each visit that are left out
 * @param profiledRuns runs of each visit that are kept
 * @param calibrationNetworks random whole networks that the calibration is fitted on
 * @param calibration how they are timed
 */
public record TableProtocol(
    int coversPerBlock,
    int passes,
    Optional<StoppingRule> stopping,
    int visits,
    int warmUpRuns,
    int profiledRuns,
    int calibrationNetworks,
    TimingProtocol calibration) {
  private static final int MOST_PASSES = 5;

  /** Checks the ranges. */
  public TableProtocol {
    Require.atLeast("covers per block", coversPerBlock, 1);
    Require.atLeast("passes", passes, 1);
    Require.atLeast("visits", visits, 1);
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
    return new TableProtocol(1, 4, Optional.empty(), 6, 1, 3, 32, new TimingProtocol(4, 8, 2, 3));
  }

  /**
   * Returns the protocol of a table that is to be kept.
   *
   * @return the protocol
   */
  public static TableProtocol standard() {
    return new TableProtocol(
        1,
        10,
        Optional.of(new StoppingRule(0.01, 90)),
        6,
        2,
        3,
        16,
        new TimingProtocol(4, 10, 2, 3));
  }

  /**
   * Returns the protocol of a table of any channel counts: few passes over many networks, because
   * another network says more of the channels between than another pass over the same.
   *
   * @return the protocol
   */
  public static TableProtocol channels() {
    return new TableProtocol(1, 2, Optional.empty(), 6, 1, 4, 48, new TimingProtocol(4, 8, 2, 3));
  }

  /**
   * Returns the protocol without a rule for stopping, for where nothing can tell when to.
   *
   * @return the protocol with as many passes as it has, but {@value #MOST_PASSES} at most
   */
  public TableProtocol withAllPasses() {
    return ofPasses(Math.min(passes, MOST_PASSES));
  }

  /**
   * Returns the protocol of one pass, for what was recorded once.
   *
   * @return the protocol, without a rule for stopping
   */
  public TableProtocol withOnePass() {
    return ofPasses(1);
  }

  private TableProtocol ofPasses(int fixed) {
    return new TableProtocol(
        coversPerBlock,
        fixed,
        Optional.empty(),
        visits,
        warmUpRuns,
        profiledRuns,
        calibrationNetworks,
        calibration);
  }

  /**
   * Returns the protocol with another limit of time.
   *
   * @param seconds how long the passes may take
   * @return the protocol
   */
  public TableProtocol within(double seconds) {
    double precision = stopping.map(StoppingRule::precision).orElse(0.0);
    return new TableProtocol(
        coversPerBlock,
        passes,
        Optional.of(new StoppingRule(precision, seconds)),
        visits,
        warmUpRuns,
        profiledRuns,
        calibrationNetworks,
        calibration);
  }
}
