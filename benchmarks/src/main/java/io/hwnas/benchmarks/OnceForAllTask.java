package io.hwnas.benchmarks;

import io.hwnas.cli.predicted.PredictedAccuracy;
import io.hwnas.evaluator.predictor.DecisionEncoding;
import io.hwnas.evaluator.predictor.PerceptronPredictor;
import io.hwnas.latency.DecisionLatency;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.OnceForAllTable;
import io.hwnas.latency.TableSource;
import io.hwnas.results.Direction;
import io.hwnas.results.Trial;
import io.hwnas.search.Algorithm;
import io.hwnas.search.Constraint;
import io.hwnas.search.Estimate;
import io.hwnas.search.Objective;
import io.hwnas.search.SearchContext;
import io.hwnas.search.SearchProblem;
import io.hwnas.search.SearchSettings;
import io.hwnas.search.TrialLog;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import java.nio.file.Path;
import java.util.List;

/**
 * Once-for-All's ImageNet space with its predictor and latency on a device.
 *
 * @param space the space of {@code configs/ofa-note10.yaml}
 * @param latency latency on the device
 * @param predictor ImageNet accuracy
 */
record OnceForAllTask(CompiledSpace space, DecisionLatency latency, PerceptronPredictor predictor) {
  private static final List<Integer> RESOLUTIONS = List.of(160, 176, 192, 208, 224);

  /** The space, for the file of its latency table. */
  static final TableSource SOURCE =
      TableSource.OfSpace.named("ofa-mobilenet-v3-1.2").at(RESOLUTIONS);

  /** Reads predictor and the tables of a Note10. */
  static OnceForAllTask read(Path data) {
    CompiledSpace space =
        CompiledSpace.of(SearchSpace.named("ofa-mobilenet-v3-1.2").atResolutions(RESOLUTIONS));
    return new OnceForAllTask(
        space,
        OnceForAllTable.read(data.resolve("ofa/note10")).compile(space),
        PerceptronPredictor.read(
            data.resolve("ofa/acc_predictor.safetensors"),
            DecisionEncoding.ONCE_FOR_ALL,
            space.space()));
  }

  /** Returns the same space and predictor with latency on another device. */
  OnceForAllTask on(DecisionLatency other) {
    return new OnceForAllTask(space, other, predictor);
  }

  SearchProblem within(double millis) {
    Objective accuracy =
        Objective.ofNetwork(
            "accuracy",
            Direction.MAXIMISE,
            "",
            Objective.Effort.COSTLY,
            new PredictedAccuracy(predictor));
    Objective slowness =
        Objective.ofNetwork(
            "latencyMillis",
            Direction.MINIMISE,
            "ms",
            Objective.Effort.CHEAP,
            network -> {
              LatencyEstimate estimate = latency.predict(network.decisions());
              return new Estimate(estimate.millis(), estimate.uncertaintyMillis());
            });
    return new SearchProblem(
            space.space(),
            List.of(accuracy, slowness),
            List.of(new Constraint("latencyMillis", millis)))
        .on(space);
  }

  /** Searches for the most accurate network within a latency on one thread. */
  DecisionVector best(Algorithm algorithm, SearchSettings settings, double millis, long seed) {
    Trial found =
        algorithm
            .with(settings)
            .search(
                within(millis),
                new SearchContext(seed, 1, TrialLog.inMemory(), ProgressListener.SILENT))
            .best();
    return new DecisionVector(found.spec().decisions());
  }
}
