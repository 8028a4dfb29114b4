package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.NetAdaptConfig;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.output.Units;
import io.hwnas.export.Weights;
import io.hwnas.latency.LatencyModel;
import io.hwnas.netadapt.AdaptationStore;
import io.hwnas.netadapt.NetAdapt;
import io.hwnas.netadapt.NetAdaptResult;
import io.hwnas.netadapt.NetAdaptStep;
import io.hwnas.netadapt.StepListener;
import io.hwnas.results.Adaptation;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Shrinks the winner of the search, or a given network, to the budget. */
final class NetAdaptStage implements Stage<NetAdaptStage.Shrunk> {
  /** The stage's name. */
  static final String NAME = "netadapt";

  private final RunConfig config;
  private final RunDirectory directory;
  private final ShrinkingLatency latency;
  private final ProposalScoring scoring;
  private final StepListener listener;
  private final Budget budget;
  private final Candidate winner;

  /**
   * The shrunk network and the way to it.
   *
   * @param network the network after its last step
   * @param way the way, for the report
   */
  record Shrunk(Candidate network, Adaptation way) {}

  private NetAdaptStage(
      RunConfig config,
      RunDirectory directory,
      ShrinkingLatency latency,
      ProposalScoring scoring,
      StepListener listener,
      Budget budget,
      Candidate winner) {
    this.config = config;
    this.directory = directory;
    this.latency = latency;
    this.scoring = scoring;
    this.listener = listener;
    this.budget = budget;
    this.winner = winner;
  }

  /** Returns the stage that fine-tunes and scores on the run's images. */
  static NetAdaptStage trained(
      RunContext context,
      ShrinkingLatency latency,
      StepListener listener,
      Budget budget,
      Candidate winner) {
    int workers =
        MemoryCheck.ofThisMachine()
            .workers(context.config().netAdapt(), context.config().torch(), winner.graph());
    return new NetAdaptStage(
        context.config(),
        context.directory(),
        latency,
        ProposalScoring.trained(context, workers),
        listener,
        budget,
        winner);
  }

  /** Returns the stage that trains nothing. */
  static NetAdaptStage untrained(
      RunConfig config,
      RunDirectory directory,
      ShrinkingLatency latency,
      StepListener listener,
      Budget budget,
      Candidate first) {
    return new NetAdaptStage(
        config,
        directory,
        latency,
        ProposalScoring.untrained(config.netAdapt(), first),
        listener,
        budget,
        first);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Shrunk run(ProgressListener progress) {
    NetAdaptConfig adapt = config.netAdapt();
    LatencyModel promised = adapt.confidence().promised(latency.model());
    double startMillis = promised.predict(winner.graph()).millis();
    Latencies latencies = new Latencies(latency.model(), promised, winner.graph());
    NetAdapt method =
        scoring
            .applied(
                new NetAdapt(
                    adapt.settings(budget.millis(), startMillis, config.seed()),
                    promised,
                    scoring.fineTuner(),
                    scoring.score()))
            .by(adapt.policy())
            .telling(listener.and(latencies));
    if (latency.counts().isPresent()) {
      method = method.trying(latency.counts().get());
    }
    NetAdaptResult result =
        method.shrink(
            winner.architecture(), winner.weights(), AdaptationStore.of(directory), progress);
    long seen = result.tunings() * scoring.imagesPerTuning();
    return new Shrunk(
        new Candidate(
            result.architecture(), result.weights(), result.accuracy(), winner.images() + seen),
        new Adaptation(
            scoring.label(),
            steps(startMillis, result.steps(), latencies),
            AdaptationRecords.channels(
                winner.architecture(), result.architecture(), adapt.kinds())));
  }

  /** What was known of the latency of the networks that steps led to when each was taken. */
  private static final class Latencies implements StepListener {
    private final LatencyModel model;
    private final LatencyModel promised;
    private final double startMillis;
    private final List<Double> predictedMillis = new ArrayList<>();
    private final List<Double> promisedMillis = new ArrayList<>();

    private Latencies(LatencyModel model, LatencyModel promised, LayerGraph start) {
      this.model = model;
      this.promised = promised;
      this.startMillis = model.predict(start).millis();
    }

    @Override
    public void taken(NetAdaptStep step, Architecture network, Supplier<Weights> weights) {
      LayerGraph graph = LayerGraph.of(network);
      predictedMillis.add(model.predict(graph).millis());
      promisedMillis.add(promised.predict(graph).millis());
    }
  }

  private List<Adaptation.Step> steps(
      double startMillis, List<NetAdaptStep> taken, Latencies latencies) {
    List<Adaptation.Check> checks = latency.checks();
    List<Adaptation.Step> steps = new ArrayList<>();
    steps.add(
        new Adaptation.Step(
            0,
            winner.architecture().name(),
            winner.accuracy(),
            startMillis,
            startMillis,
            latencies.startMillis,
            Optional.empty()));
    for (NetAdaptStep step : taken) {
      double before = steps.get(steps.size() - 1).promisedMillis();
      int place = step.number() - 1;
      steps.add(
          new Adaptation.Step(
              step.number(),
              step.change(),
              step.winner().accuracy().orElseThrow(),
              step.fromMillis().orElse(before),
              latencies.promisedMillis.get(place),
              latencies.predictedMillis.get(place),
              checks.stream().skip(place).findFirst()));
    }
    return steps;
  }

  @Override
  public ObjectNode write(Shrunk shrunk) {
    ObjectNode record =
        shrunk.network().write(new StoredWeights(directory.checkpoints()), "shrunk");
    AdaptationRecords.write(shrunk.way(), record);
    return record;
  }

  @Override
  public Shrunk read(JsonNode record) {
    return new Shrunk(
        Candidate.read(record, new StoredWeights(directory.checkpoints()), "shrunk"),
        AdaptationRecords.read(record));
  }

  @Override
  public String summary(Shrunk shrunk) {
    return "%d steps to %s, %s %s"
        .formatted(
            shrunk.way().steps().size() - 1,
            Units.millis(shrunk.way().last().predictedMillis()),
            shrunk.way().score(),
            Units.percent(shrunk.network().accuracy()));
  }
}
