package io.hwnas.cli.flow;

import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.progress.Console;
import io.hwnas.evaluator.TorchNetwork;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.export.Weights;
import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.CompletingLatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.netadapt.StepListener;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Shrinks a trained network on images: a run, which can be killed and resumed, and leaves the
 * network in {@code best/}.
 */
public final class TrainedShrinking {
  private final RunConfig config;
  private final Console console;
  private final RunData images;

  /**
   * Loads the images.
   *
   * @param config the run
   * @param console hears how far it has come
   * @throws InvalidInputException if the images cannot be loaded
   */
  public TrainedShrinking(RunConfig config, Console console) {
    this.config = config;
    this.console = console;
    this.images = new RunData(config.data(), config.seed());
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
   * Refuses, before a run is made, images and weights that do not fit, batches and proposals that
   * are too large, and a budget that shrinking cannot reach by the given table; blocks that it
   * lacks are measured.
   *
   * @param architecture the network
   * @param weights finds its weights
   * @param seen finds how many images these saw before, where that is known
   * @return the network's predicted latency in milliseconds where it is within the budget as it is
   * @throws InvalidInputException naming the images' or the weights' fault, the key that is too
   *     large, or the latency that shrinking can reach
   */
  public OptionalDouble requireShrinkable(
      Architecture architecture,
      Function<LayerGraph, Weights> weights,
      Supplier<OptionalLong> seen) {
    LayerGraph graph = LayerGraph.of(architecture);
    TorchNetwork.requireFits(images.of(graph).training().images(), graph);
    weights.apply(graph);
    ImageCheck check = new ImageCheck(trainingImages().size());
    check.requireAtMost("netadapt.recipe", config.netAdapt().recipe());
    check.requireAtMost("fine-tuning.recipe", config.fineTuning().recipe());
    requireMemory(graph);
    if (config.netAdapt().compareWidths()) {
      requireComparable(architecture);
      check.requireAtMost("training", config.recipe());
      if (seen.get().isEmpty()) {
        throw new InvalidInputException(
            "netadapt.compare-widths: nothing says how many images the given weights learnt from, so no baseline can be trained on as many; give a run of hwnas train, search or netadapt, or set it to false");
      }
      if (config.recipe().distillation().isPresent()) {
        throw new InvalidInputException(
            "training.distillation: the baselines are trained from scratch; leave it out, or set it to none");
      }
    }
    return new ShrinkingCheck(config).require(architecture);
  }

  /** Refuses proposals that there is no memory for, and says where there is some for fewer. */
  private void requireMemory(LayerGraph graph) {
    MemoryCheck check = MemoryCheck.ofThisMachine();
    check.requireEnough(config.netAdapt(), config.torch(), graph);
    check.requireEnough("fine-tuning.recipe", graph, config.fineTuning().recipe(), () -> graph);
    int workers = check.workers(config.netAdapt(), config.torch(), graph);
    int wanted = config.netAdapt().workers(config.torch().threads());
    if (workers < wanted) {
      console.note(
          "netadapt: there is memory for %d of %d proposals at once (netadapt.workers)"
              .formatted(workers, wanted));
    }
  }

  /** Refuses baselines for images of another size, which would be another task. */
  private void requireComparable(Architecture architecture) {
    int pixels = architecture.input().resolution();
    for (Baseline baseline : Baseline.all(config.baseline(), Optional.of(architecture))) {
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
  public SingleNetwork.Outcome shrink(
      RunDirectory directory,
      Architecture architecture,
      Function<LayerGraph, Weights> weights,
      Supplier<OptionalLong> seen,
      boolean writeSteps) {
    images.begin(directory, console);
    RunContext context = RunContext.of(config, directory, images);
    StageRunner stages = new StageRunner(directory.journal(), console);
    LatencyTable table = stages.run(new TableStage(context));
    Candidate start = stages.run(GivenNetworkStage.trained(context, architecture, weights, seen));
    StepListener listener =
        writeSteps
            ? new StepFiles(
                directory.file(StepFiles.FOLDER), Optional.of(images.preprocessing(start.graph())))
            : StepListener.NONE;
    return new Work(context, stages, table).shrink(start, listener);
  }

  /** One run's, with its table. */
  private static final class Work {
    private final RunContext context;
    private final StageRunner stages;
    private final LatencyTable table;
    private final boolean ofThisMachine;

    private Work(RunContext context, StageRunner stages, LatencyTable table) {
      this.context = context;
      this.stages = stages;
      this.table = table;
      this.ofThisMachine = ShrinkingLatency.isOfThisMachine(table, context.runtime());
    }

    private SingleNetwork.Outcome shrink(Candidate start, StepListener listener) {
      Budget budget = new Budget(context.config().latency().budgetMillis().orElseThrow());
      NetAdaptStage.Shrunk shrunk =
          stages.run(
              NetAdaptStage.trained(
                  context.taughtBy(start), shrinkingLatency(start), listener, budget, start));
      Candidate tuned = stages.run(new FineTuningStage(context.taughtBy(start), shrunk.network()));
      // What the way taught its model is not known to a run that goes on after it.
      CompletingLatencyModel latency = completing();
      if (ofThisMachine) {
        latency.predictFinally(tuned.graph());
      }
      Optional<Comparison> comparison =
          context.config().netAdapt().compareWidths()
              ? Optional.of(compared(start, tuned, latency))
              : Optional.empty();
      stages.run(
          comparison
              .map(beside -> BundleStage.ofFound(context, table, tuned, beside.found()))
              .orElseGet(
                  () ->
                      BundleStage.timing(
                          context,
                          Optional.of(table),
                          Optional.of(ShrinkingLatency.ofLast(latency, shrunk.way())),
                          tuned)));
      TableStage.write(context, latency.table().completedFor(List.of(tuned.graph())));
      RunReport.write(context.directory());
      return SingleNetwork.Outcome.of(tuned).with(shrunk.way(), comparison);
    }

    private CompletingLatencyModel completing() {
      return new CompletingLatencyModel(table, context.runtime(), context.log());
    }

    private ShrinkingLatency shrinkingLatency(Candidate start) {
      return ShrinkingLatency.of(
          context.config(),
          table,
          ofThisMachine ? completing() : new ChannelLatencyModel(table),
          start.graph(),
          context.runtime(),
          context.log());
    }

    private Comparison compared(Candidate start, Candidate tuned, CompletingLatencyModel latency) {
      List<Candidate> baselines =
          new Baselines(context, stages, latency, Optional.of(start.architecture())).beside(tuned);
      LevelNetworks level = LevelNetworks.ofFirst(start.graph());
      return stages.run(new ComparisonStage(context, latency, level, List.of(), tuned, baselines));
    }
  }
}
