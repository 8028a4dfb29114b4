package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.config.TrainingLength;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.progress.Console;
import io.hwnas.evaluator.TorchNetwork;
import io.hwnas.evaluator.TrainingMemory;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.export.Weights;
import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.CompletingLatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.netadapt.StepListener;
import io.hwnas.results.Adaptation;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What can be done with one network alone: train it, shrink it, score it.
 *
 * <p>Trainings and shrinkings are runs: they can be killed and resumed, and leave the network in
 * {@code best/}.
 */
public final class SingleNetwork {
  private static final String TRAINING = "training";
  private static final String NETADAPT_RECIPE = "netadapt.recipe";

  private final RunConfig config;
  private final Console console;
  private final RunData images;

  /**
   * Loads the images.
   *
   * @param config the run
   * @param console hears how far it has come
   * @throws io.hwnas.space.InvalidInputException if the images cannot be loaded
   */
  public SingleNetwork(RunConfig config, Console console) {
    this.config = config;
    this.console = console;
    this.images = new RunData(config.data(), config.seed());
  }

  /**
   * What came of it.
   *
   * @param architecture the network
   * @param accuracy top-1 accuracy on the validation split, a fraction
   * @param images images that it was trained on, one count a step and image
   * @param way NetAdapt's way to it, where it was shrunk
   * @param comparison the network beside the baselines, where it was held against them
   */
  public record Outcome(
      Architecture architecture,
      double accuracy,
      long images,
      Optional<Adaptation> way,
      Optional<Comparison> comparison) {
    /**
     * Returns the outcome for a program.
     *
     * @param network what the user calls the network
     * @param directory the run that it lies in
     * @return an object of what was trained, how well, and where it is
     */
    public ObjectNode json(String network, RunDirectory directory) {
      ObjectNode json =
          Json.object()
              .put("network", network)
              .put("validationTop1", accuracy)
              .put("images", images)
              .put("folder", directory.bestFolder().toString());
      way.ifPresent(steps -> json.set("steps", new AdaptationView(steps).json()));
      comparison.ifPresent(beside -> json.set("comparison", beside.json()));
      return json;
    }

    /**
     * Returns NetAdapt's steps for a person.
     *
     * @return a table; nothing where the network was not shrunk
     */
    public String steps() {
      return way.map(steps -> new AdaptationView(steps).text()).orElse("");
    }

    /**
     * Returns the comparison with the baselines for a person.
     *
     * @return a table; nothing where there was none
     */
    public String comparisonText() {
      return comparison.map(Comparison::text).orElse("");
    }

    private static Outcome of(Candidate network) {
      return new Outcome(
          network.architecture(),
          network.accuracy(),
          network.images(),
          Optional.empty(),
          Optional.empty());
    }

    private Outcome with(Adaptation steps, Optional<Comparison> beside) {
      return new Outcome(architecture, accuracy, images, Optional.of(steps), beside);
    }
  }

  /**
   * Returns the images in the form that a reference network is to take.
   *
   * @return the training images
   */
  public ImageSet trainingImages() {
    return images.own().training().images();
  }

  /**
   * Refuses, before a run is made, a training whose batches are of more images than there are.
   *
   * @throws io.hwnas.space.InvalidInputException naming the key
   */
  public void requireTrainable() {
    new ImageCheck(trainingImages().size()).requireAtMost(TRAINING, config.recipe());
  }

  /**
   * Refuses, before a run is made, a training that takes more memory than there is.
   *
   * @param architecture the network
   * @throws io.hwnas.space.InvalidInputException naming the key and the estimate
   */
  public void requireMemory(Architecture architecture) {
    MemoryCheck.ofThisMachine()
        .requireEnough(
            TRAINING,
            architecture.name(),
            TrainingMemory.of(LayerGraph.of(architecture), config.recipe()),
            config.recipe().batchSize());
  }

  /**
   * Trains a network from scratch.
   *
   * @param directory the run
   * @param architecture the network
   * @param length how long
   * @return the trained network
   */
  public Outcome train(RunDirectory directory, Architecture architecture, TrainingLength length) {
    images.describe(directory, console);
    RunContext context = RunContext.of(config, directory, images);
    StageRunner stages = new StageRunner(directory.journal(), console);
    Candidate trained = stages.run(new TrainingStage(context, architecture, length));
    stages.run(BundleStage.timing(context, Optional.empty(), Optional.empty(), trained));
    RunReport.write(directory);
    return Outcome.of(trained);
  }

  /**
   * Refuses, before a run is made, images and weights that do not fit and a budget that shrinking
   * cannot reach by the given table; blocks that it lacks are measured.
   *
   * @param architecture the network
   * @param weights finds its weights
   * @return the network's predicted latency in milliseconds where it is within the budget as it is
   * @throws io.hwnas.space.InvalidInputException naming the images' or the weights' fault, or the
   *     latency that shrinking can reach
   */
  public OptionalDouble requireShrinkable(
      Architecture architecture, Function<LayerGraph, Weights> weights) {
    LayerGraph graph = LayerGraph.of(architecture);
    TorchNetwork.requireFits(images.of(graph).training().images(), graph);
    weights.apply(graph);
    ImageCheck check = new ImageCheck(trainingImages().size());
    check.requireAtMost(NETADAPT_RECIPE, config.netAdapt().recipe());
    check.requireAtMost("fine-tuning.recipe", config.fineTuning().recipe());
    requireProposalMemory(graph);
    if (config.netAdapt().compareWidths()) {
      requireComparable(architecture);
    }
    return new ShrinkingCheck(config).require(architecture);
  }

  /** Refuses proposals that together take more memory than there is. */
  private void requireProposalMemory(LayerGraph graph) {
    TrainingRecipe recipe = config.netAdapt().recipe();
    int workers = config.netAdapt().workers(config.torch().threads());
    MemoryCheck.ofThisMachine()
        .requireEnough(
            NETADAPT_RECIPE,
            workers == 1
                ? "proposals of " + graph.name()
                : "%d proposals of %s at once (netadapt.workers)".formatted(workers, graph.name()),
            TrainingMemory.of(graph, recipe).sideBySide(workers),
            recipe.batchSize());
  }

  /** Refuses baselines for images of another size, which would be another task. */
  private void requireComparable(Architecture architecture) {
    int pixels = architecture.input().resolution();
    for (Baseline baseline : Baseline.all(config.baseline())) {
      int own =
          new ScaledBaseline(baseline, config.baseline(), trainingImages())
              .at(1)
              .input()
              .resolution();
      if (own != pixels) {
        throw new InvalidInputException(
            "baseline.network: %s takes %d pixels, the network %d; name one for them, such as %s@%d"
                .formatted(
                    baseline.network(),
                    own,
                    pixels,
                    baseline.network().replaceFirst("@.*", ""),
                    pixels));
      }
    }
  }

  /**
   * Shrinks a trained network to the budget of the configuration, and fine-tunes it.
   *
   * @param directory the run
   * @param architecture the network
   * @param weights finds its weights
   * @param seen finds how many images these saw before, where that is known
   * @param writeSteps whether each step's network is left, too
   * @return the shrunk network
   */
  public Outcome shrink(
      RunDirectory directory,
      Architecture architecture,
      Function<LayerGraph, Weights> weights,
      Supplier<OptionalLong> seen,
      boolean writeSteps) {
    images.describe(directory, console);
    RunContext context = RunContext.of(config, directory, images);
    StageRunner stages = new StageRunner(directory.journal(), console);
    LatencyTable table = stages.run(new TableStage(context));
    CompletingLatencyModel latency =
        new CompletingLatencyModel(table, context.runtime(), context.log());
    boolean ofThisMachine = ShrinkingLatency.isOfThisMachine(table, context.runtime());
    Candidate start = stages.run(GivenNetworkStage.trained(context, architecture, weights, seen));
    ShrinkingLatency shrinking =
        ShrinkingLatency.of(
            config,
            table,
            ofThisMachine ? latency : new ChannelLatencyModel(table),
            start.graph(),
            context.runtime(),
            context.log());
    Budget budget = new Budget(config.latency().budgetMillis().orElseThrow());
    NetAdaptStage.Shrunk shrunk =
        stages.run(
            NetAdaptStage.trained(
                context,
                shrinking,
                writeSteps ? new StepFiles(directory.file(StepFiles.FOLDER)) : StepListener.NONE,
                budget,
                start));
    Candidate tuned = stages.run(new FineTuningStage(context, shrunk.network()));
    if (ofThisMachine) {
      latency.predictFinally(tuned.graph());
    }
    Optional<Comparison> comparison = Optional.empty();
    BundleStage bundle =
        BundleStage.timing(context, Optional.of(table), Optional.of(latency), tuned);
    if (config.netAdapt().compareWidths()) {
      List<Candidate> baselines = new Baselines(context, stages, latency).beside(tuned);
      LevelNetworks level = new LevelNetworks(List.of(start.graph()));
      Comparison beside =
          stages.run(new ComparisonStage(context, latency, level, List.of(), tuned, baselines));
      bundle = BundleStage.ofFound(context, table, tuned, beside.found());
      comparison = Optional.of(beside);
    }
    stages.run(bundle);
    TableStage.write(context, latency.table().completedFor(List.of(tuned.graph())));
    RunReport.write(directory);
    return Outcome.of(tuned).with(shrunk.way(), comparison);
  }

  /**
   * Finds out how many images the weights of a run's best network saw.
   *
   * @param run the run
   * @return images, one count a step and image; empty where the run does not say
   */
  public static OptionalLong imagesSeen(Path run) {
    try (RunDirectory directory = RunDirectory.open(run)) {
      return Stream.of(FineTuningStage.NAME, TrainingStage.NAME)
          .flatMap(stage -> StageRunner.output(directory.journal(), stage).stream())
          .mapToLong(record -> record.get("images").asLong())
          .findFirst();
    }
  }

  /**
   * Scores a network on the test split.
   *
   * @param architecture the network
   * @param weights its weights
   * @return top-1 accuracy, a fraction
   */
  public double test(Architecture architecture, Weights weights) {
    LayerGraph graph = LayerGraph.of(architecture);
    DataSplit split = images.of(graph);
    try (TorchNetwork network = TorchNetwork.of(graph, weights, config.torch())) {
      return network.accuracy(split.test().images(), split.normalisation());
    }
  }
}
