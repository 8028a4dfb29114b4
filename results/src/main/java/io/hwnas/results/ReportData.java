package io.hwnas.results;

import io.hwnas.space.Architecture;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a report shows; a part that is empty is left out of the report.
 *
 * @param title name of the run
 * @param facts what a reader needs to know of the run, such as machine, runtime, data and seed
 * @param costAxis what accuracy is drawn against
 * @param budget the most that a network may cost, on that axis, if there was a limit
 * @param trials every network tried, in the order of evaluation
 * @param found the found network among the trials, by validation accuracy, and after it those of
 *     runs that are drawn beside this one
 * @param baselines networks to compare the trials with, by validation accuracy
 * @param netAdapt NetAdapt's way, if it went one
 * @param network the found network
 * @param latencyTable the latency table by block and choice
 * @param stages wall time of each stage, in order
 * @param comparison the final comparison: first the found network, then the baselines
 * @param predictions predicted against measured latency of whole networks
 * @param trainings how the trainings of the run went
 * @param search what the search chose among its decisions, if there was one
 */
public record ReportData(
    String title,
    List<Fact> facts,
    CostAxis costAxis,
    OptionalDouble budget,
    List<TrialPoint> trials,
    List<NamedPoint> found,
    List<NamedPoint> baselines,
    Optional<Adaptation> netAdapt,
    Optional<Architecture> network,
    Optional<LatencyGrid> latencyTable,
    List<StageTime> stages,
    List<NetworkFigures> comparison,
    List<PredictionCheck> predictions,
    List<TrainingCurve> trainings,
    Optional<SearchView> search) {

  /** Copies the lists. */
  public ReportData {
    facts = List.copyOf(facts);
    trials = List.copyOf(trials);
    found = List.copyOf(found);
    baselines = List.copyOf(baselines);
    stages = List.copyOf(stages);
    comparison = List.copyOf(comparison);
    predictions = List.copyOf(predictions);
    trainings = List.copyOf(trainings);
  }

  /**
   * Makes the data of a report that has nothing else.
   *
   * @param title name of the run
   * @param facts what a reader needs to know of it
   * @param trials every network tried, in the order of evaluation
   * @param predictions predicted against measured latency of whole networks
   * @return the data, every other part empty
   */
  public static ReportData of(
      String title, List<Fact> facts, List<TrialPoint> trials, List<PredictionCheck> predictions) {
    return new ReportData(
        title,
        facts,
        CostAxis.LATENCY,
        OptionalDouble.empty(),
        trials,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        predictions,
        List.of(),
        Optional.empty());
  }

  /**
   * One line of the run's description.
   *
   * @param label what it is, such as {@code Machine}
   * @param value the value
   */
  public record Fact(String label, String value) {}

  /**
   * A trial as the plots show it.
   *
   * @param id its number
   * @param name name of its architecture
   * @param stage the part of the run that tried it
   * @param outcome label of its state, such as {@code DONE}
   * @param accuracy validation accuracy, a fraction, if it was scored
   * @param cost cost on the axis of the report, if known
   * @param accuracyError one standard error of the accuracy; 0 where unknown
   * @param costError one standard error of the cost; 0 where unknown
   */
  public record TrialPoint(
      long id,
      String name,
      String stage,
      String outcome,
      OptionalDouble accuracy,
      OptionalDouble cost,
      double accuracyError,
      double costError) {
    /**
     * Makes a point of unknown errors.
     *
     * @param id its number
     * @param name name of its architecture
     * @param stage the part of the run that tried it
     * @param outcome label of its state
     * @param accuracy validation accuracy, a fraction, if it was scored
     * @param cost cost on the axis of the report, if known
     */
    public TrialPoint(
        long id,
        String name,
        String stage,
        String outcome,
        OptionalDouble accuracy,
        OptionalDouble cost) {
      this(id, name, stage, outcome, accuracy, cost, 0, 0);
    }

    /**
     * Takes a point from a trial.
     *
     * @param trial the trial
     * @param accuracyObjective name of its accuracy objective
     * @param costObjective name of what costs
     * @param axis how it is drawn
     * @return the point
     */
    public static TrialPoint of(
        Trial trial, String accuracyObjective, String costObjective, CostAxis axis) {
      return new TrialPoint(
          trial.id(),
          trial.spec().architectureName(),
          trial.spec().stage(),
          trial.state().label(),
          trial.score(accuracyObjective),
          scaled(trial.score(costObjective), axis),
          error(trial, accuracyObjective),
          axis.scale() * error(trial, costObjective));
    }

    private static OptionalDouble scaled(OptionalDouble score, CostAxis axis) {
      return score.isPresent()
          ? OptionalDouble.of(axis.scale() * score.getAsDouble())
          : OptionalDouble.empty();
    }

    private static double error(Trial trial, String objective) {
      return trial.state().scores().stream()
          .filter(score -> score.name().equals(objective))
          .mapToDouble(ObjectiveValue::uncertainty)
          .findFirst()
          .orElse(0);
    }
  }

  /**
   * A network beside the trials.
   *
   * @param name its name
   * @param accuracy accuracy, a fraction, on the split the trials were scored on
   * @param cost cost on the axis of the report
   */
  public record NamedPoint(String name, double accuracy, double cost) {
    /** Checks that the numbers are finite. */
    public NamedPoint {
      requireFinite(name, accuracy, cost);
    }
  }

  /**
   * A latency table as a grid of blocks and choices, with gaps where a choice does not occur.
   *
   * @param blocks the rows, such as {@code s1.b0}
   * @param choices the columns, such as {@code k5 e4 se}
   * @param cells the entries
   */
  public record LatencyGrid(List<String> blocks, List<String> choices, List<Cell> cells) {
    /**
     * One entry.
     *
     * @param block index of its row
     * @param choice index of its column
     * @param medianMillis median, milliseconds
     * @param spreadMillis interquartile range, milliseconds
     * @param count number of measurements
     */
    public record Cell(int block, int choice, double medianMillis, double spreadMillis, int count) {
      /** Checks that the numbers are finite. */
      public Cell {
        requireFinite("cell", medianMillis, spreadMillis);
      }
    }

    /** Copies the lists and checks that every cell lies in the grid. */
    public LatencyGrid {
      blocks = List.copyOf(blocks);
      choices = List.copyOf(choices);
      cells = List.copyOf(cells);
      for (Cell cell : cells) {
        Objects.checkIndex(cell.block(), blocks.size());
        Objects.checkIndex(cell.choice(), choices.size());
      }
    }
  }

  /**
   * How long a stage took.
   *
   * @param name the stage
   * @param duration wall time
   * @param detail what it did, such as {@code 1,200 steps}; may be empty
   */
  public record StageTime(String name, Duration duration, String detail) {}

  /**
   * A network whose latency was both predicted and measured.
   *
   * @param name its name
   * @param predictedMillis predicted, milliseconds
   * @param measuredMillis measured median, milliseconds
   */
  public record PredictionCheck(String name, double predictedMillis, double measuredMillis) {
    /** Checks that the numbers are finite. */
    public PredictionCheck {
      requireFinite(name, predictedMillis, measuredMillis);
    }
  }

  /**
   * How a training went.
   *
   * @param name the training
   * @param points what was logged of it, at least one, in order
   */
  public record TrainingCurve(String name, List<Point> points) {
    /**
     * What was logged of a stretch of a training.
     *
     * @param step optimiser steps made up to its end
     * @param epochs passes through the training images made up to its end
     * @param loss mean loss
     * @param accuracy validation accuracy at its end, a fraction, where it was measured
     * @param imagesPerSecond training images a second
     * @param residentBytes memory that the process held at its end
     */
    public record Point(
        long step,
        double epochs,
        double loss,
        OptionalDouble accuracy,
        double imagesPerSecond,
        long residentBytes) {
      /** Checks that the numbers are finite. */
      public Point {
        requireFinite("loss and epochs", loss, epochs);
        requireFinite("accuracy and images a second", accuracy.orElse(0), imagesPerSecond);
      }
    }

    /** Copies the list. */
    public TrainingCurve {
      points = List.copyOf(points);
    }
  }

  private static void requireFinite(String name, double one, double other) {
    if (!Double.isFinite(one) || !Double.isFinite(other)) {
      throw new IllegalArgumentException("%s has %s and %s".formatted(name, one, other));
    }
  }
}
