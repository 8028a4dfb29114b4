package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.NetAdaptConfig;
import io.hwnas.cli.output.Units;
import io.hwnas.evaluator.Supernet;
import io.hwnas.latency.LatencyModel;
import io.hwnas.netadapt.NetAdapt;
import io.hwnas.netadapt.NetAdaptSettings;
import io.hwnas.results.Trial;
import io.hwnas.search.GeneticSearch;
import io.hwnas.search.GeneticSettings;
import io.hwnas.search.Objective;
import io.hwnas.search.SearchContext;
import io.hwnas.search.SearchProblem;
import io.hwnas.search.SearchResult;
import io.hwnas.search.TrialLog;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** Searches the space for the most accurate network within the budget and its head room. */
final class SearchStage implements Stage<SearchStage.Searched> {
  private static final String NAME = "search";

  private static final String FINALISTS = "finalists";

  private final RunContext context;
  private final LatencyRange range;
  private final LatencyModel shrunkLatency;
  private final Budget budget;
  private final SupernetStage.Trained trained;

  /**
   * What the search found.
   *
   * @param winner the best of the finalists
   * @param finalists the networks it was chosen from
   */
  record Searched(Candidate winner, List<Architecture> finalists) {}

  /**
   * Creates the stage.
   *
   * @param shrunkLatency predicts networks that NetAdapt makes, which are not of the space
   */
  SearchStage(
      RunContext context,
      LatencyRange range,
      LatencyModel shrunkLatency,
      Budget budget,
      SupernetStage.Trained trained) {
    this.context = context;
    this.range = range;
    this.shrunkLatency = shrunkLatency;
    this.budget = budget;
    this.trained = trained;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Searched run(ProgressListener progress) {
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
      List<Architecture> best =
          seedsOfNetAdapt(problem, result).stream().map(problem::architecture).toList();
      Candidate winner =
          new Finalists(context)
              .best(
                  best,
                  supernet,
                  trained.images(),
                  (done, all, detail) ->
                      progress.update(evaluations + done, evaluations + finalists, detail));
      return new Searched(winner, best);
    }
  }

  @Override
  public void ended() {
    new Finalists(context).forgetAll();
  }

  private List<Objective> objectives(Supernet supernet) {
    List<Objective> objectives = new ArrayList<>();
    objectives.add(Objectives.accuracy(new SupernetScores(supernet)));
    objectives.add(Objectives.latency(range.model()));
    if (context.config().search().capacityWeight() > 0) {
      objectives.add(Objectives.capacity());
    }
    return objectives;
  }

  private List<Trial> seedsOfNetAdapt(SearchProblem problem, SearchResult result) {
    return new NetAdaptSeeds(
            budget,
            context.config().search().finalists().count(),
            context.config().netAdapt().confidence(),
            this::merit,
            trial -> leastCost(problem.architecture(trial)))
        .of(result.trials());
  }

  private double leastCost(Architecture architecture) {
    NetAdaptConfig config = context.config().netAdapt();
    NetAdaptSettings settings =
        config.settings(budget.millis(), range.millis(architecture), context.config().seed());
    return NetAdapt.leastCost(architecture, settings, config.confidence().promised(shrunkLatency));
  }

  private double merit(Trial trial) {
    double accuracy = trial.score(Objectives.ACCURACY).orElseThrow();
    double weight = context.config().search().capacityWeight();
    return weight == 0
        ? accuracy
        : accuracy + weight * Math.log(trial.score(Objectives.MADDS).orElseThrow());
  }

  @Override
  public ObjectNode write(Searched searched) {
    ObjectNode record = searched.winner().write(context.weights(), "search-winner");
    ArrayNode finalists = record.putArray(FINALISTS);
    searched.finalists().forEach(one -> finalists.add(Architectures.write(one)));
    return record;
  }

  @Override
  public Searched read(JsonNode record) {
    List<Architecture> finalists = new ArrayList<>();
    for (JsonNode one : record.path(FINALISTS)) {
      finalists.add(Architectures.read(YamlNode.parse("journal", one.asText())));
    }
    return new Searched(
        Candidate.read(record, context.weights(), "search-winner"), List.copyOf(finalists));
  }

  @Override
  public String summary(Searched searched) {
    return "validation accuracy %s after short fine-tuning"
        .formatted(Units.percent(searched.winner().accuracy()));
  }
}
