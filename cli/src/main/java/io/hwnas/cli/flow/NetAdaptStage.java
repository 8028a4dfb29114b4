package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.NetAdaptConfig;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.LatencyModel;
import io.hwnas.netadapt.AdaptationStore;
import io.hwnas.netadapt.NetAdapt;
import io.hwnas.netadapt.NetAdaptResult;
import io.hwnas.netadapt.NetAdaptStep;
import io.hwnas.netadapt.Screening;
import io.hwnas.results.ReportData;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;

/** Shrinks the winner of the search to the budget. */
final class NetAdaptStage implements Stage<NetAdaptStage.Shrunk> {
  /** The stage's name. */
  static final String NAME = "netadapt";

  private static final String STEPS = "steps";

  private final RunContext context;
  private final LatencyModel latency;
  private final Budget budget;
  private final Candidate winner;

  /**
   * The shrunk network and the way to it.
   *
   * @param network the network after its last step
   * @param steps the way, for the report
   */
  record Shrunk(Candidate network, List<ReportData.AdaptStep> steps) {}

  NetAdaptStage(RunContext context, LatencyModel latency, Budget budget, Candidate winner) {
    this.context = context;
    this.latency = context.config().netAdapt().confidence().promised(latency);
    this.budget = budget;
    this.winner = winner;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Shrunk run(ProgressListener progress) {
    NetAdaptConfig config = context.config().netAdapt();
    NetworkTraining training = new NetworkTraining(context);
    double startMillis = latency.predict(winner.graph()).millis();
    NetAdapt netAdapt =
        new NetAdapt(
                config.settings(budget.millis(), startMillis, context.config().seed()),
                latency,
                new ProposalTuning(training, config),
                training::validationAccuracy)
            .by(config.policy())
            .selecting(config.selection());
    if (config.finalists().isPresent()) {
      netAdapt =
          netAdapt.screened(
              new Screening(config.finalists().getAsInt(), training::validationAccuracy));
    }
    NetAdaptResult result =
        netAdapt.shrink(
            winner.architecture(),
            winner.weights(),
            AdaptationStore.of(context.directory()),
            progress);
    long seen = (long) result.tunings() * config.fineTuneSteps() * config.recipe().batchSize();
    return new Shrunk(
        new Candidate(
            result.architecture(), result.weights(), result.accuracy(), winner.images() + seen),
        way(startMillis, result.steps()));
  }

  private List<ReportData.AdaptStep> way(double startMillis, List<NetAdaptStep> steps) {
    List<ReportData.AdaptStep> way = new ArrayList<>();
    way.add(new ReportData.AdaptStep(0, "winner of the search", winner.accuracy(), startMillis));
    for (NetAdaptStep step : steps) {
      way.add(
          new ReportData.AdaptStep(
              step.number(),
              step.change(),
              step.winner().accuracy().orElseThrow(),
              step.winner().proposal().latencyMillis()));
    }
    return way;
  }

  @Override
  public ObjectNode write(Shrunk shrunk) {
    ObjectNode record = shrunk.network().write(context.weights(), "shrunk");
    for (ReportData.AdaptStep step : shrunk.steps()) {
      record
          .withArray(STEPS)
          .addObject()
          .put("step", step.step())
          .put("change", step.change())
          .put("accuracy", step.accuracy())
          .put("latencyMillis", step.latencyMillis());
    }
    return record;
  }

  @Override
  public Shrunk read(JsonNode record) {
    return new Shrunk(Candidate.read(record, context.weights(), "shrunk"), way(record));
  }

  /** Reads the way out of what the stage recorded. */
  static List<ReportData.AdaptStep> way(JsonNode record) {
    List<ReportData.AdaptStep> steps = new ArrayList<>();
    for (JsonNode step : record.get(STEPS)) {
      steps.add(
          new ReportData.AdaptStep(
              step.get("step").asInt(),
              step.get("change").asText(),
              step.get("accuracy").asDouble(),
              step.get("latencyMillis").asDouble()));
    }
    return steps;
  }

  @Override
  public String summary(Shrunk shrunk) {
    return "%d steps to %s, validation accuracy %s"
        .formatted(
            shrunk.steps().size() - 1,
            Units.millis(shrunk.steps().get(shrunk.steps().size() - 1).latencyMillis()),
            Units.percent(shrunk.network().accuracy()));
  }
}
