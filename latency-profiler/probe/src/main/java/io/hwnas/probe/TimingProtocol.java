package io.hwnas.probe;

/**
 * How whole networks are timed: in each of several sessions all networks are loaded afresh and then
 * visited round-robin, so that a drift of the machine hits all of them alike.
 *
 * @param sessions times that all networks are loaded afresh, at least 1
 * @param visits times that each network is visited in a session, at least 1
 * @param warmUpRuns untimed runs at the start of each visit, at least 0
 * @param timedRuns timed runs of each visit, at least 1
 */
public record TimingProtocol(int sessions, int visits, int warmUpRuns, int timedRuns) {
  /** Checks the ranges. */
  public TimingProtocol {
    Require.atLeast("sessions", sessions, 1);
    Require.atLeast("visits", visits, 1);
    Require.atLeast("warm-up runs", warmUpRuns, 0);
    Require.atLeast("timed runs", timedRuns, 1);
  }

  /**
   * Counts how often each network is run.
   *
   * @return runs over all sessions, those for warm-up included
   */
  public long runs() {
    return (long) sessions * visits * (warmUpRuns + timedRuns);
  }

  /**
   * Returns the protocol of a reported figure: 5 sessions of 12 visits of 2 + 3 runs.
   *
   * @return the protocol
   */
  public static TimingProtocol standard() {
    return new TimingProtocol(5, 12, 2, 3);
  }

  /**
   * Returns the protocol for a first look: 3 sessions of 8 visits of 2 + 3 runs.
   *
   * @return the protocol
   */
  public static TimingProtocol quick() {
    return new TimingProtocol(3, 8, 2, 3);
  }
}
