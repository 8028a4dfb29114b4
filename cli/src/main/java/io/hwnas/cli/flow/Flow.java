package io.hwnas.cli.flow;

import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.progress.Console;
import io.hwnas.latency.CompletingLatencyModel;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.results.LatencyFigure;
import io.hwnas.results.NetworkFigures;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import java.util.OptionalDouble;

/**
 * The whole way: latency table, supernet, search, NetAdapt, fine-tuning, a baseline of the same
 * latency, the test split, the bundle and the report.
 *
 * <p>A run that was killed is run again on the same directory: finished stages are recalled, the
 * one that was broken off goes on from its checkpoint and the journal.
 */
public final class Flow {
  private final RunConfig config;
  private final Console console;

  /**
   * Creates the flow.
   *
   * @param config what the run does
   * @param console hears how far it has come
   */
  public Flow(RunConfig config, Console console) {
    this.config = config;
    this.console = console;
  }

  /**
   * Runs or goes on with a run.
   *
   * @param directory the run, held by this process
   * @return the found network beside the baseline
   * @throws io.hwnas.space.InvalidInputException if data, space, table and budget do not fit
   *     together
   */
  public Comparison run(RunDirectory directory) {
    RunContext context =
        RunContext.of(config, directory, new RunData(config.data(), config.seed()));
    StageRunner stages = new StageRunner(directory.journal(), console);

    LatencyTable table = stages.run(new TableStage(context));
    Budget budget = stages.run(new BudgetStage(context, table));
    SupernetStage.Trained supernet = stages.run(new SupernetStage(context));
    Candidate winner = stages.run(new SearchStage(context, table, budget, supernet));

    CompletingLatencyModel latency =
        new CompletingLatencyModel(table, context.runtime(), context.log());
    NetAdaptStage.Shrunk shrunk = stages.run(new NetAdaptStage(context, latency, budget, winner));
    Candidate found = stages.run(new FineTuningStage(context, shrunk.network()));

    BaselineChoiceStage.Choice choice =
        stages.run(new BaselineChoiceStage(context, latency, found));
    Candidate baseline =
        stages.run(new BaselineTrainingStage(context, choice.width(), found.images()));

    TestStage.Scores scores = stages.run(new TestStage(context, found, baseline));
    Comparison comparison =
        new Comparison(
            figures("found", found, scores.found(), choice.found(), latency),
            figures("baseline", baseline, scores.baseline(), choice.baseline(), latency));
    stages.run(new BundleStage(context, latency.table(), found, comparison.found()));
    new RunReport(
            context, table, budget, shrunk.steps(), found, baseline, comparison, stages.times())
        .write();
    return comparison;
  }

  private static NetworkFigures figures(
      String label,
      Candidate network,
      double testTop1,
      LatencyFigure measured,
      LatencyModel latency) {
    LayerGraph graph = network.graph();
    Cost cost = Cost.of(graph);
    return new NetworkFigures(
        label,
        network.architecture().name(),
        testTop1,
        measured,
        OptionalDouble.of(latency.predict(graph).millis()),
        cost.madds(),
        cost.params());
  }
}
