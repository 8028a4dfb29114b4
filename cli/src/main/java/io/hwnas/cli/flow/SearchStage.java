package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Units;
import io.hwnas.evaluator.Supernet;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.search.GeneticSearch;
import io.hwnas.search.GeneticSettings;
import io.hwnas.search.Objective;
import io.hwnas.search.SearchContext;
import io.hwnas.search.SearchProblem;
import io.hwnas.search.SearchResult;
import io.hwnas.search.TrialLog;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Searches the space for the most accurate network within the budget and its head room. */
final class SearchStage implements Stage<Candidate> {
  private static final String NAME = "search";

  private final RunContext context;
  private final LatencyRange range;
  private final Budget budget;
  private final SupernetStage.Trained trained;

  SearchStage(
      RunContext context, LatencyRange range, Budget budget, SupernetStage.Trained trained) {
    this.context = context;
    this.range = range;
    this.budget = budget;
    this.trained = trained;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Candidate run(ProgressListener progress) {
    try (Supernet supernet = SupernetStage.open(context, range, trained)) {
      SearchProblem problem =
          new SearchProblem(context.space(), objectives(supernet), range.limits());
      GeneticSettings genetic = context.config().search().genetic();
      long evaluations = genetic.population() * (1L + genetic.generations());
      int finalists = context.config().search().finalists().count();
      SearchResult result =
          new GeneticSearch(genetic)
              .search(
                  problem,
                  new SearchContext(
                      context.config().seed(),
                      1,
                      TrialLog.of(context.directory().trials()),
                      (done, all, detail) -> progress.update(done, all + finalists, detail)));
      return new Finalists(context)
          .best(
              seedsOfNetAdapt(result).stream().map(problem::architecture).toList(),
              supernet,
              trained.images(),
              (done, all, detail) ->
                  progress.update(evaluations + done, evaluations + finalists, detail));
    }
  }

  private List<Objective> objectives(Supernet supernet) {
    List<Objective> objectives = new ArrayList<>();
    objectives.add(Objectives.accuracy(supernet, context.data().validation().images().size()));
    objectives.add(Objectives.latency(range.model()));
    if (context.config().search().capacityWeight() > 0) {
      objectives.add(Objectives.capacity());
    }
    return objectives;
  }

  /**
   * Returns the best networks that NetAdapt still has to shrink, as MobileNetV3's seeds were slower
   * than their target (section 4); the best of all where there are none.
   */
  private List<Trial> seedsOfNetAdapt(SearchResult result) {
    List<Trial> ranked =
        result.trials().stream()
            .filter(trial -> trial.state() instanceof TrialState.Done)
            .sorted(
                Comparator.comparingDouble(this::merit)
                    .reversed()
                    .thenComparingDouble(SearchStage::latency)
                    .thenComparingLong(Trial::id))
            .toList();
    List<Trial> slower = ranked.stream().filter(trial -> latency(trial) > budget.millis()).toList();
    return (slower.isEmpty() ? ranked : slower)
        .stream().limit(context.config().search().finalists().count()).toList();
  }

  private double merit(Trial trial) {
    double accuracy = trial.score(Objectives.ACCURACY).orElseThrow();
    double weight = context.config().search().capacityWeight();
    return weight == 0
        ? accuracy
        : accuracy + weight * Math.log(trial.score(Objectives.MADDS).orElseThrow());
  }

  private static double latency(Trial trial) {
    return trial.score(Objectives.LATENCY).orElseThrow();
  }

  @Override
  public ObjectNode write(Candidate winner) {
    return winner.write(context.weights(), "search-winner");
  }

  @Override
  public Candidate read(JsonNode record) {
    return Candidate.read(record, context.weights(), "search-winner");
  }

  @Override
  public String summary(Candidate winner) {
    return "validation accuracy %s after short fine-tuning"
        .formatted(Units.percent(winner.accuracy()));
  }
}
