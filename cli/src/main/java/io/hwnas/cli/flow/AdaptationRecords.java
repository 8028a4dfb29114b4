package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.results.Adaptation;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** NetAdapt's way as the journal holds it. */
final class AdaptationRecords {
  private static final String SCORE = "score";
  private static final String STEPS = "steps";
  private static final String FROM = "fromMillis";
  private static final String PROMISED = "latencyMillis";
  private static final String PREDICTED = "predictedMillis";
  private static final String CHECK = "check";
  private static final String ALLOWED = "uncertaintyMillis";
  private static final String CHANNELS = "channels";

  private AdaptationRecords() {}

  /** Adds a way to a record. */
  static void write(Adaptation way, ObjectNode record) {
    record.put(SCORE, way.score());
    for (Adaptation.Step step : way.steps()) {
      ObjectNode fields = record.withArray(STEPS).addObject();
      fields.put("step", step.step()).put("change", step.change());
      fields.put(SCORE, step.score()).put(FROM, step.fromMillis());
      fields.put(PROMISED, step.promisedMillis()).put(PREDICTED, step.predictedMillis());
      step.check().ifPresent(check -> write(check, fields.putObject(CHECK)));
    }
    for (Adaptation.Channels group : way.channels()) {
      record
          .withArray(CHANNELS)
          .addObject()
          .put("group", group.group())
          .put("before", group.before())
          .put("after", group.after());
    }
  }

  private static void write(Adaptation.Check check, ObjectNode fields) {
    fields
        .put(PREDICTED, check.predictedMillis())
        .put("measuredMillis", check.measuredMillis())
        .put("measuredErrorMillis", check.measuredErrorMillis())
        .put("knownMillis", check.knownMillis())
        .put(ALLOWED, check.allowedMillis())
        .put("level", check.level())
        .put("calibration", check.calibration())
        .put("recalibrated", check.recalibrated());
  }

  /** Reads a way; of runs that older versions made, too. */
  static Adaptation read(JsonNode record) {
    List<Adaptation.Step> steps = new ArrayList<>();
    for (JsonNode step : record.path(STEPS)) {
      double before =
          steps.isEmpty()
              ? step.path(PROMISED).asDouble()
              : steps.get(steps.size() - 1).promisedMillis();
      steps.add(
          new Adaptation.Step(
              step.path("step").asInt(),
              step.path("change").asText(),
              step.path(SCORE).asDouble(step.path("accuracy").asDouble()),
              step.path(FROM).asDouble(before),
              step.path(PROMISED).asDouble(),
              predicted(step),
              Optional.of(step.path(CHECK))
                  .filter(JsonNode::isObject)
                  .map(check -> check(check, predicted(step)))));
    }
    List<Adaptation.Channels> channels = new ArrayList<>();
    for (JsonNode group : record.path(CHANNELS)) {
      channels.add(
          new Adaptation.Channels(
              group.path("group").asText(),
              group.path("before").asInt(),
              group.path("after").asInt()));
    }
    return new Adaptation(record.path(SCORE).asText(Adaptation.ACCURACY), steps, channels);
  }

  private static double predicted(JsonNode step) {
    return step.path(PREDICTED).asDouble(step.path(PROMISED).asDouble());
  }

  /** Of older runs it is only known how far prediction and measurement were allowed to be apart. */
  private static Adaptation.Check check(JsonNode fields, double predictedMillis) {
    double allowed = fields.path(ALLOWED).asDouble();
    return new Adaptation.Check(
        fields.path(PREDICTED).asDouble(predictedMillis),
        fields.path("measuredMillis").asDouble(),
        fields.path("measuredErrorMillis").asDouble(allowed / 2),
        fields.path("knownMillis").asDouble(fields.path("measuredMillis").asDouble()),
        allowed,
        fields.path("level").asDouble(),
        fields.path("calibration").asDouble(),
        fields.path("recalibrated").asBoolean());
  }

  /** Returns how many channels each group that may shrink has in two networks. */
  static List<Adaptation.Channels> channels(
      Architecture before, Architecture after, Set<ChannelGroup.Kind> kinds) {
    Map<String, ChannelGroup> left = LayerGraph.of(after).channelGroups();
    return ChannelGroups.adjustable(before).stream()
        .filter(group -> kinds.contains(group.kind()))
        .map(
            group ->
                new Adaptation.Channels(
                    group.id(), group.channels(), left.get(group.id()).channels()))
        .toList();
  }
}
