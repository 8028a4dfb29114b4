package io.hwnas.netadapt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Steps as JSON in the journal. */
final class StepRecords {
  private static final String CHANGE = "change";
  private static final String FROM = "fromMillis";
  private static final String WINNER = "winner";
  private static final String EARLIER = "earlierWinner";
  private static final String PROPOSALS = "proposals";
  private static final String GROUP = "group";
  private static final String CHANNELS = "channels";
  private static final String BACK = "back";
  private static final String LATENCY = "latencyMillis";
  private static final String SCREENED = "screenedAccuracy";
  private static final String EARLY = "earlyAccuracy";
  private static final String ACCURACY = "accuracy";
  private static final String FAILURE = "failure";

  private StepRecords() {}

  static JsonNode write(NetAdaptStep step) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(CHANGE, step.change());
    step.fromMillis().ifPresent(millis -> json.put(FROM, millis));
    int place = step.proposals().indexOf(step.winner());
    json.put(WINNER, place);
    if (place < 0) {
      write(step.winner(), json.putObject(EARLIER));
    }
    ArrayNode proposals = json.putArray(PROPOSALS);
    step.proposals().forEach(scored -> write(scored, proposals.addObject()));
    return json;
  }

  private static void write(ScoredProposal scored, ObjectNode fields) {
    fields.put(GROUP, scored.proposal().group());
    fields.put(CHANNELS, scored.proposal().channels());
    scored
        .proposal()
        .back()
        .ifPresent(
            back -> fields.putObject(BACK).put(GROUP, back.group()).put(CHANNELS, back.channels()));
    fields.put(LATENCY, scored.proposal().latencyMillis());
    scored.screened().ifPresent(value -> fields.put(SCREENED, value));
    scored.early().ifPresent(value -> fields.put(EARLY, value));
    scored.accuracy().ifPresent(value -> fields.put(ACCURACY, value));
    scored.failure().ifPresent(cause -> fields.put(FAILURE, cause));
  }

  static NetAdaptStep read(int number, JsonNode json) {
    List<ScoredProposal> proposals = new ArrayList<>();
    json.path(PROPOSALS).forEach(fields -> proposals.add(read(fields)));
    int place = json.path(WINNER).asInt();
    return new NetAdaptStep(
        number,
        number(json, FROM),
        proposals,
        place < 0 ? read(json.path(EARLIER)) : proposals.get(place),
        json.path(CHANGE).asText());
  }

  private static ScoredProposal read(JsonNode fields) {
    Optional<Proposal.GroupSize> back =
        Optional.of(fields.path(BACK))
            .filter(JsonNode::isObject)
            .map(size -> new Proposal.GroupSize(group(size), channels(size)));
    Proposal proposal =
        new Proposal(group(fields), channels(fields), back, fields.path(LATENCY).asDouble());
    return new ScoredProposal(
        proposal,
        number(fields, SCREENED),
        number(fields, EARLY),
        number(fields, ACCURACY),
        failure(fields));
  }

  private static String group(JsonNode fields) {
    return fields.path(GROUP).asText();
  }

  private static int channels(JsonNode fields) {
    return fields.path(CHANNELS).asInt();
  }

  private static Optional<String> failure(JsonNode fields) {
    return fields.has(FAILURE) ? Optional.of(fields.path(FAILURE).asText()) : Optional.empty();
  }

  private static OptionalDouble number(JsonNode fields, String key) {
    return fields.has(key)
        ? OptionalDouble.of(fields.path(key).asDouble())
        : OptionalDouble.empty();
  }
}
