package io.hwnas.latency;

import io.hwnas.probe.Require;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one measuring of a table, or of what was added to it, went.
 *
 * @param at when it began
 * @param stopped why it ended
 * @param passes passes that were made
 * @param seconds how long the passes took, without what an interrupted process had spent on a pass
 * @param precision what nine entries of ten know their median within, by half of its interval, as a
 *     fraction of the median
 * @param discardedRuns runs of the calibration that something else on the machine disturbed, and
 *     that were made again or left out
 * @param disturbance how far it was disturbed; empty where nothing watched, as in tables of before
 * @param networks digests of the blocks of every network that was measured, in their order: those
 *     that the table cannot be verified with
 */
public record TableBuild(
    Instant at,
    Stop stopped,
    int passes,
    double seconds,
    double precision,
    int discardedRuns,
    Optional<BuildDisturbance> disturbance,
    List<String> networks) {
  /** Why measuring ended. */
  public enum Stop {
    /** The medians were known well enough. */
    PRECISE("interval-tight"),
    /** Another pass would have taken too long. */
    TIME_LIMIT("time-limit"),
    /** As many passes were made as the protocol has. */
    ALL_PASSES("all-passes");

    private final String label;

    Stop(String label) {
      this.label = label;
    }

    /**
     * Returns the name used in files.
     *
     * @return the name used in files
     */
    public String label() {
      return label;
    }
  }

  /** Checks the ranges and copies the list. */
  public TableBuild {
    Require.atLeast("passes", passes, 1);
    Require.notNegative("seconds", seconds);
    Require.notNegative("precision", precision);
    Require.atLeast("discarded runs", discardedRuns, 0);
    networks = List.copyOf(networks);
  }
}
