package io.hwnas.cli.predicted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.results.Direction;
import io.hwnas.results.Journal;
import io.hwnas.results.ParetoFront;
import io.hwnas.results.SearchView.Improvement;
import io.hwnas.results.SearchView.RandomSearch;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Random search as a run's journal keeps it: the networks by which it got further. */
final class RandomBaseline {
  private static final String KEY = "random-search";
  private static final String COST = "cost";

  /** What runs of earlier versions call it. */
  private static final String LATENCY = "latencyMillis";

  private RandomBaseline() {}

  /** Sums up the trials of a random search. */
  static RandomSearch.Run of(List<Trial> trials, ReportedCost cost) {
    ParetoFront<Trial> front = ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
    List<Improvement> improvements = new ArrayList<>();
    int evaluations = 0;
    for (Trial trial : trials) {
      OptionalDouble accuracy = trial.score(PredictedSearchConfig.ACCURACY);
      if (trial.state() instanceof TrialState.Done && accuracy.isPresent()) {
        evaluations++;
        OptionalDouble costs = cost.of(trial);
        if (front.offer(trial, accuracy.getAsDouble(), costs.orElse(0))) {
          improvements.add(new Improvement(evaluations, accuracy.getAsDouble(), costs));
        }
      }
    }
    return new RandomSearch.Run(evaluations, improvements);
  }

  static void record(Journal journal, RandomSearch.Run run) {
    ObjectNode tree = Json.object().put("evaluations", run.evaluations());
    ArrayNode improvements = tree.putArray("improvements");
    for (Improvement one : run.improvements()) {
      ObjectNode node = improvements.addObject();
      node.put("evaluation", one.evaluation()).put("accuracy", one.accuracy());
      one.cost().ifPresent(cost -> node.put(COST, cost));
    }
    journal.record(KEY, tree);
  }

  static Optional<RandomSearch> recall(Journal journal) {
    return journal.recall(KEY).map(RandomBaseline::read);
  }

  private static RandomSearch read(JsonNode tree) {
    List<Improvement> improvements = new ArrayList<>();
    for (JsonNode node : tree.get("improvements")) {
      improvements.add(
          new Improvement(
              node.get("evaluation").asInt(), node.get("accuracy").asDouble(), cost(node)));
    }
    return new RandomSearch.Run(tree.get("evaluations").asInt(), improvements);
  }

  private static OptionalDouble cost(JsonNode improvement) {
    return Stream.of(COST, LATENCY)
        .filter(improvement::has)
        .mapToDouble(key -> improvement.get(key).asDouble())
        .findFirst();
  }
}
