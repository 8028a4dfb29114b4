package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.cli.progress.Console;
import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.export.Weights;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.netadapt.RetainedNorm;
import io.hwnas.netadapt.StepListener;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.results.Adaptation;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Shrinks a network where there are no images: nothing is trained, and steps are chosen by what is
 * left of the network's filters ({@link RetainedNorm}).
 */
public final class UntrainedShrinking {
  private final RunConfig config;
  private final Console console;

  /**
   * Creates the job.
   *
   * @param config the run
   * @param console hears how far it has come
   */
  public UntrainedShrinking(RunConfig config, Console console) {
    this.config = config;
    this.console = console;
  }

  /**
   * What came of it.
   *
   * @param way the way to the shrunk network
   */
  public record Outcome(Adaptation way) {
    /**
     * Returns the outcome for a program.
     *
     * @param network what the user calls the network
     * @param directory the run that it lies in
     * @return an object of the steps and of where the network is
     */
    public ObjectNode json(String network, RunDirectory directory) {
      AdaptationView view = new AdaptationView(way);
      ObjectNode json =
          Json.object()
              .put("network", network)
              .put("score", way.score())
              .put(view.scoreKey(), way.last().score())
              .put("predictedMillis", way.last().predictedMillis())
              .put("folder", directory.bestFolder().toString());
      json.set("steps", view.json());
      return json;
    }

    /**
     * Returns the outcome for a person.
     *
     * @param network what the user calls the network
     * @param directory the run that it lies in
     * @return the steps and a line of the end
     */
    public String text(String network, RunDirectory directory) {
      return new AdaptationView(way).text()
          + "%s: %s %s, predicted %s; nothing was trained; left in %s%n"
              .formatted(
                  network,
                  way.score(),
                  Units.percent(way.last().score()),
                  Units.millis(way.last().predictedMillis()),
                  directory.bestFolder());
    }
  }

  /**
   * Refuses, before a run is made, weights that do not fit, a selection that takes images, and a
   * budget that shrinking cannot reach by the given table.
   *
   * @param architecture the network
   * @param weights finds its weights
   * @return the network's predicted latency in milliseconds where it is within the budget as it is
   * @throws io.hwnas.space.InvalidInputException naming the fault, or the latency that shrinking
   *     can reach
   */
  public OptionalDouble requireShrinkable(
      Architecture architecture, Function<LayerGraph, Weights> weights) {
    if (config.netAdapt().compareWidths()) {
      throw new InvalidInputException(
          "netadapt.compare-widths: baselines are trained on images; give some with --data, or leave it out");
    }
    LayerGraph graph = LayerGraph.of(architecture);
    ProposalScoring.untrained(
        config.netAdapt(), new Candidate(architecture, weights.apply(graph), 1, 0));
    return new ShrinkingCheck(config).require(architecture);
  }

  /**
   * Shrinks a network to the budget of the configuration.
   *
   * @param directory the run
   * @param architecture the network
   * @param weights finds its weights
   * @param preprocessing what must be done to an image of it, where that is known
   * @param writeSteps whether each step's network is left, too
   * @return the way to the shrunk network, which lies in {@code best/}
   */
  public Outcome shrink(
      RunDirectory directory,
      Architecture architecture,
      Function<LayerGraph, Weights> weights,
      Optional<Preprocessing> preprocessing,
      boolean writeSteps) {
    LatencyTable table = table(directory);
    OnnxRuntime runtime = new OnnxRuntime(config.latency().runtime());
    MeasurementLog log = new JournalLog(directory.journal());
    StageRunner stages = new StageRunner(directory.journal(), console);
    Candidate first =
        stages.run(
            GivenNetworkStage.untrained(
                new StoredWeights(directory.checkpoints()), architecture, weights));
    LatencyModel model = ShrinkingLatency.model(table, first.graph(), runtime, log);
    ShrinkingLatency latency =
        ShrinkingLatency.of(config, table, model, first.graph(), runtime, log);
    Optional<Preprocessing> ofInput =
        preprocessing.map(known -> known.at(first.graph().input().height()));
    StepListener listener =
        writeSteps ? new StepFiles(directory.file(StepFiles.FOLDER), ofInput) : StepListener.NONE;
    NetAdaptStage.Shrunk shrunk =
        stages.run(
            NetAdaptStage.untrained(
                config,
                directory,
                latency,
                listener,
                new Budget(config.latency().budgetMillis().orElseThrow()),
                first));
    stages.run(
        BundleStage.untrained(
            config,
            directory,
            table,
            ShrinkingLatency.ofLast(model, shrunk.way()),
            runtime,
            ofInput,
            shrunk.network()));
    RunReport.write(directory);
    return new Outcome(shrunk.way());
  }

  /** Keeps the table that the user named, which may be another when the run goes on. */
  private LatencyTable table(RunDirectory directory) {
    Path kept = directory.file(TableStage.FILE);
    if (Files.exists(kept)) {
      return config.latency().table(kept);
    }
    LatencyTable table = config.latency().givenTable().orElseThrow();
    try {
      LatencyTables.write(kept, table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }
}
