package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.space.ProgressListener;

/** Scores both networks on the test split, which nothing else in a run touches. */
final class TestStage implements Stage<TestStage.Scores> {
  private final RunContext context;
  private final Candidate found;
  private final Candidate baseline;

  /**
   * Top-1 accuracies on the test split, fractions.
   *
   * @param found of the found network
   * @param baseline of the baseline
   */
  record Scores(double found, double baseline) {}

  TestStage(RunContext context, Candidate found, Candidate baseline) {
    this.context = context;
    this.found = found;
    this.baseline = baseline;
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Scores run(ProgressListener progress) {
    NetworkTraining networks = new NetworkTraining(context);
    return new Scores(
        networks.testAccuracy(found.graph(), found.weights()),
        networks.testAccuracy(baseline.graph(), baseline.weights()));
  }

  @Override
  public ObjectNode write(Scores scores) {
    return Json.object().put("found", scores.found()).put("baseline", scores.baseline());
  }

  @Override
  public Scores read(JsonNode record) {
    return new Scores(record.get("found").asDouble(), record.get("baseline").asDouble());
  }

  @Override
  public String summary(Scores scores) {
    return "top-1 %s against %s"
        .formatted(Units.percent(scores.found()), Units.percent(scores.baseline()));
  }
}
