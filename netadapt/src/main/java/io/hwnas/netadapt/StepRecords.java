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
  private static final String SCREENED = "screenedAccuracy";
  private static final String ACCURACY = "accuracy";
  private static final String FAILURE = "failure";

  private StepRecords() {}

  static JsonNode write(NetAdaptStep step) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("winner", step.proposals().indexOf(step.winner()));
    ArrayNode proposals = json.putArray("proposals");
    for (ScoredProposal scored : step.proposals()) {
      ObjectNode fields = proposals.addObject();
      fields.put("group", scored.proposal().group());
      fields.put("channels", scored.proposal().channels());
      fields.put("latencyMillis", scored.proposal().latencyMillis());
      scored.screened().ifPresent(value -> fields.put(SCREENED, value));
      scored.accuracy().ifPresent(value -> fields.put(ACCURACY, value));
      scored.failure().ifPresent(cause -> fields.put(FAILURE, cause));
    }
    return json;
  }

  static NetAdaptStep read(int number, JsonNode json) {
    List<ScoredProposal> proposals = new ArrayList<>();
    for (JsonNode fields : json.path("proposals")) {
      Proposal proposal =
          new Proposal(
              fields.path("group").asText(),
              fields.path("channels").asInt(),
              fields.path("latencyMillis").asDouble());
      proposals.add(
          new ScoredProposal(
              proposal, number(fields, SCREENED), number(fields, ACCURACY), failure(fields)));
    }
    return new NetAdaptStep(number, proposals, proposals.get(json.path("winner").asInt()));
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
