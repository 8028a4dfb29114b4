package io.hwnas.benchmarks;

import io.hwnas.evaluator.predictor.DecisionEncoding;
import io.hwnas.evaluator.predictor.PerceptronPredictor;
import io.hwnas.latency.DecisionLatency;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.OnceForAllTable;
import io.hwnas.results.Direction;
import io.hwnas.search.Constraint;
import io.hwnas.search.Estimate;
import io.hwnas.search.Objective;
import io.hwnas.search.SearchProblem;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Once-for-All's ImageNet space with its predictor and the tables of a Note10.
 *
 * @param space the space of {@code configs/ofa-note10.yaml}
 * @param latency latency on the phone
 * @param predictor ImageNet accuracy
 */
record OnceForAllTask(CompiledSpace space, DecisionLatency latency, PerceptronPredictor predictor) {
  static OnceForAllTask read(Path root, Path data) {
    CompiledSpace space =
        CompiledSpace.of(
            SearchSpace.parse(
                YamlNode.read(root.resolve("configs/ofa-note10.yaml")).required("space")));
    List<Path> tables =
        Stream.of(160, 176, 192, 208, 224)
            .map(r -> data.resolve("ofa/note10/%d_lookup_table.yaml".formatted(r)))
            .toList();
    return new OnceForAllTask(
        space,
        OnceForAllTable.read(tables).compile(space),
        PerceptronPredictor.read(
            data.resolve("ofa/acc_predictor.safetensors"),
            DecisionEncoding.ONCE_FOR_ALL,
            space.space()));
  }

  SearchProblem within(double millis) {
    Objective accuracy =
        Objective.ofNetwork(
            "accuracy",
            Direction.MAXIMISE,
            "",
            Objective.Effort.COSTLY,
            network -> Estimate.of(predictor.accuracy(network.decisions())));
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
}
