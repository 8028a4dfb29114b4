package io.hwnas.results;

import java.util.List;
import java.util.Optional;

/**
 * NetAdapt's way from one network to a smaller one.
 *
 * @param score what the networks are scored by, such as {@value #ACCURACY}
 * @param steps the networks on the way, beginning with the one that it started from
 * @param channels how many channels each group that could shrink has at the start and at the end
 */
public record Adaptation(String score, List<Step> steps, List<Channels> channels) {
  /** The score of networks that were trained on the way. */
  public static final String ACCURACY = "validation accuracy";

  /** Copies the lists and checks that there is a start. */
  public Adaptation {
    steps = List.copyOf(steps);
    channels = List.copyOf(channels);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("NetAdapt's way has no start");
    }
  }

  /** Tells whether the score can stand beside accuracies of other networks. */
  boolean isOfAccuracy() {
    return score.equals(ACCURACY);
  }

  /**
   * A network on the way.
   *
   * @param step 0 for the network it started from
   * @param change what the step shrank, such as {@code s2.b0.expansion to 72}
   * @param score its score, after short fine-tuning where there is any; a fraction
   * @param fromMillis promised latency of the network before, as predictions were calibrated when
   *     this was cut from it; of the first network its own
   * @param promisedMillis latency that is promised with the run's confidence, which steps and
   *     budget go by, milliseconds
   * @param predictedMillis predicted latency, milliseconds; no more than what is promised
   * @param check what timing it whole said, if it was timed
   */
  public record Step(
      int step,
      String change,
      double score,
      double fromMillis,
      double promisedMillis,
      double predictedMillis,
      Optional<Check> check) {
    /** Checks that the numbers are finite. */
    public Step {
      requireFinite(change, score, predictedMillis);
      requireFinite(change, fromMillis, promisedMillis);
    }

    /**
     * Returns what the step cut.
     *
     * @return milliseconds of promised latency
     */
    public double cutMillis() {
      return fromMillis - promisedMillis;
    }
  }

  /**
   * A prediction held against the clock.
   *
   * @param predictedMillis what was predicted when its blocks were known and it was not yet timed,
   *     milliseconds
   * @param measuredMillis measured latency over the machine's level, milliseconds
   * @param measuredErrorMillis standard error of that, milliseconds
   * @param knownMillis what prediction and measurement together say that it takes, milliseconds
   * @param allowedMillis how far prediction and measurement may be apart, milliseconds
   * @param level how many times as long the machine took as the table says, for the first network
   * @param calibration what later predictions of the table are multiplied by
   * @param recalibrated whether they were farther apart, so that the calibration changed
   */
  public record Check(
      double predictedMillis,
      double measuredMillis,
      double measuredErrorMillis,
      double knownMillis,
      double allowedMillis,
      double level,
      double calibration,
      boolean recalibrated) {
    /** Checks that the numbers are finite. */
    public Check {
      requireFinite("predicted latency", predictedMillis, allowedMillis);
      requireFinite("measured latency", measuredMillis, measuredErrorMillis);
      requireFinite("known latency", knownMillis, knownMillis);
      requireFinite("level", level, calibration);
    }
  }

  /**
   * What became of a group of channels that change only together.
   *
   * @param group the group, such as {@code s2.b0.expansion}
   * @param before its channels at the start
   * @param after its channels at the end
   */
  public record Channels(String group, int before, int after) {}

  /**
   * Returns where it started.
   *
   * @return the network of step 0
   */
  public Step first() {
    return steps.get(0);
  }

  /**
   * Returns where it led.
   *
   * @return the network of the last step; the first one where nothing was done
   */
  public Step last() {
    return steps.get(steps.size() - 1);
  }

  private static void requireFinite(String name, double one, double other) {
    if (!Double.isFinite(one) || !Double.isFinite(other)) {
      throw new IllegalArgumentException("%s has %s and %s".formatted(name, one, other));
    }
  }
}
