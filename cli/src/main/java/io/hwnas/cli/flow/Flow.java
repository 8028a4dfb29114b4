package io.hwnas.cli.flow;

import io.hwnas.cli.config.BaselineConfig;
import io.hwnas.cli.config.LatencyConfig;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.progress.Console;
import io.hwnas.evaluator.SubnetSampling;
import io.hwnas.evaluator.SubnetSource;
import io.hwnas.evaluator.TrainingBudget;
import io.hwnas.evaluator.TrainingMemory;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.CompletingLatencyModel;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyTable;
import io.hwnas.netadapt.NetAdapt;
import io.hwnas.netadapt.StepListener;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole way: latency table, supernet, search, NetAdapt, fine-tuning, baselines of the same
 * latency, the test split, the bundle and the report.
 *
 * <p>A run that was killed is run again on the same directory: finished stages are recalled, the
 * one that was broken off goes on from its checkpoint and the journal.
 */
public final class Flow {
  /** A latency that is within any budget. */
  private static final double LEAST_MILLIS = 1e-12;

  private final RunConfig config;
  private final Console console;
  private final RunData images;

  /**
   * Creates the flow and loads its images, so that bad data is refused before a run is made.
   *
   * @param config what the run does
   * @param console hears how far it has come
   * @throws io.hwnas.space.InvalidInputException if the images cannot be loaded
   */
  public Flow(RunConfig config, Console console) {
    this.config = config;
    this.console = console;
    this.images = new RunData(config.data(), config.seed());
  }

  /**
   * Refuses, before a run is made, batches of more images than there are, a space whose networks
   * cannot share weights as asked, trainings that take too much memory, caps that no network can
   * meet, a given table that lacks blocks of the space, and a budget that no network can meet by
   * it.
   *
   * @throws io.hwnas.space.InvalidInputException naming the key, the first block, or the fastest
   *     network's latency
   */
  public void requireFits() {
    new ImageCheck(images.own().training().images().size()).requireEnough(config);
    if (config.baseline().networks().contains(BaselineConfig.OWN)) {
      throw new InvalidInputException(
          "baseline.network: '%s' is the network that hwnas netadapt is given; name reference networks for a search"
              .formatted(BaselineConfig.OWN));
    }
    SupernetTraining.requireMemory(
        config.supernet(),
        config
            .supernet()
            .task(
                RunContext.space(config, images),
                images.own(),
                SubnetSource.WHOLE_SPACE,
                new TrainingBudget.Steps(1),
                config.seed()));
    requireMemory();
    requireTeachable();
    requireCaps();
    LatencyConfig latency = config.latency();
    if (latency.table().isPresent()) {
      TableCheck check =
          new TableCheck(RunContext.space(config, images), latency.givenTable().orElseThrow());
      check.requireWhole(latency.table().get());
      latency
          .budgetMillis()
          .ifPresent(
              millis -> check.requireWithin(millis, config.search().confidence(), config.seed()));
    }
  }

  /**
   * Refuses to have networks learn from the largest where that does not learn itself, or is for one
   * of several resolutions.
   */
  private void requireTeachable() {
    Map<String, TrainingRecipe> recipes = new LinkedHashMap<>();
    recipes.put("search.finalists.recipe", config.search().finalists().recipe());
    recipes.put("netadapt.recipe", config.netAdapt().recipe());
    recipes.put("fine-tuning.recipe", config.fineTuning().recipe());
    recipes.forEach(
        (section, recipe) -> {
          if (recipe.distillation().isPresent()) {
            requireTeacher(section + ".distillation");
          }
        });
  }

  private void requireTeacher(String key) {
    SubnetSampling sampling = config.supernet().sampling();
    if (!sampling.largest() && sampling.largestFirst() == 0) {
      throw new InvalidInputException(
          key
              + ": the supernet's largest network, which teaches, would not learn itself; set supernet.largest-subnet to true, or this to none");
    }
    SearchSpace space = config.space();
    int least = space.decode(space.smallest()).input().resolution();
    int most = space.decode(space.largest()).input().resolution();
    if (least != most) {
      throw new InvalidInputException(
          "%s: the largest network, which teaches, takes %d pixels, others of %s as few as %d; give the space one resolution, or set this to none"
              .formatted(key, most, space.name(), least));
    }
  }

  /** Refuses caps that shrinking cannot bring even the smallest network within. */
  private void requireCaps() {
    SearchSpace space = RunContext.space(config, images);
    NetAdapt.requireReachable(
        space.decode(space.smallest()),
        config.netAdapt().settings(1, 1, config.seed()),
        graph -> new LatencyEstimate(LEAST_MILLIS, 0));
  }

  /** Refuses trainings that take more memory than there is even of the smallest network. */
  private void requireMemory() {
    SearchSpace space = RunContext.space(config, images);
    Architecture smallest = space.decode(space.smallest());
    LayerGraph graph = LayerGraph.of(smallest);
    Map<String, TrainingRecipe> recipes = new LinkedHashMap<>();
    recipes.put("search.finalists.recipe", config.search().finalists().recipe());
    recipes.put("fine-tuning.recipe", config.fineTuning().recipe());
    MemoryCheck check = MemoryCheck.ofThisMachine();
    recipes.forEach(
        (section, recipe) ->
            check.requireEnough(
                section,
                "even the smallest network",
                TrainingMemory.of(graph, recipe),
                recipe.batchSize()));
    if (config.netAdapt().fineTuneSteps() > 0) {
      check.requireEnough(config.netAdapt(), config.torch(), graph);
    }
  }

  /**
   * Runs or goes on with a run.
   *
   * @param directory the run, held by this process
   * @return the found network beside the baselines
   * @throws io.hwnas.space.InvalidInputException if no network of the space is within the budget;
   *     the run is given up then, and the table left if it was measured
   */
  public Comparison run(RunDirectory directory) {
    images.begin(directory, console);
    RunContext context = RunContext.of(config, directory, images);
    StageRunner stages = new StageRunner(directory.journal(), console);

    LatencyTable table = stages.run(new TableStage(context));
    Budget budget = stages.run(new BudgetStage(context, table));
    requireWithin(budget, context, table);
    LatencyRange range = LatencyRange.around(budget, context, new ChannelLatencyModel(table));
    SupernetStage.Trained supernet = stages.run(new SupernetStage(context, range));

    CompletingLatencyModel latency =
        new CompletingLatencyModel(table, context.runtime(), context.log());
    SearchStage.Searched searched =
        stages.run(new SearchStage(context, range, latency, budget, supernet));
    NetAdaptStage.Shrunk shrunk =
        stages.run(
            NetAdaptStage.trained(
                context,
                ShrinkingLatency.of(
                    config,
                    table,
                    latency,
                    searched.winner().graph(),
                    context.runtime(),
                    context.log()),
                StepListener.NONE,
                budget,
                searched.winner()));
    Candidate found = stages.run(new FineTuningStage(context, shrunk.network()));

    // What the way taught its model is not known to a run that goes on after it.
    CompletingLatencyModel afterwards =
        new CompletingLatencyModel(table, context.runtime(), context.log());
    List<Candidate> baselines =
        new Baselines(context, stages, afterwards, Optional.empty()).beside(found);
    Comparison comparison =
        stages.run(
            new ComparisonStage(
                context,
                afterwards,
                LevelNetworks.of(context),
                searched.finalists(),
                found,
                baselines));
    stages.run(BundleStage.ofFound(context, table, found, comparison.found()));
    RunReport.write(directory);
    return comparison;
  }

  /** Gives up a run whose budget no network can meet: resuming it could not help. */
  private void requireWithin(Budget budget, RunContext context, LatencyTable table) {
    try {
      new TableCheck(context.space(), table)
          .requireWithin(budget.millis(), config.search().confidence(), config.seed());
    } catch (InvalidInputException e) {
      RunDirectory run = context.directory();
      if (config.latency().table().isPresent()) {
        run.abandon();
        throw e;
      }
      run.abandon(TableStage.FILE);
      throw new InvalidInputException(
          "%s; the measured table is kept: start another --run with a larger budget and --set latency.table=%s"
              .formatted(e.getMessage(), run.file(TableStage.FILE)),
          e);
    }
  }
}
