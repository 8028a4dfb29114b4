package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.yaml.YamlNode;

/**
 * A network with its weights, on its way from stage to stage.
 *
 * @param architecture the network
 * @param weights its weights
 * @param accuracy top-1 accuracy on the validation split, a fraction
 * @param images images that its weights saw in all, one count a step and image
 */
record Candidate(Architecture architecture, Weights weights, double accuracy, long images) {
  private static final String HASH = "weightsSha256";

  /** Returns the network's graph. */
  LayerGraph graph() {
    return LayerGraph.of(architecture);
  }

  /** Describes the network for the journal and keeps its weights under a name. */
  ObjectNode write(StoredWeights store, String name) {
    return Json.object()
        .put(HASH, store.save(name, weights))
        .put("accuracy", accuracy)
        .put("images", images)
        .put("architecture", Architectures.write(architecture));
  }

  /** Brings a described network back, with the weights of that name, which must be the same. */
  static Candidate read(JsonNode record, StoredWeights store, String name) {
    return new Candidate(
        architecture(record),
        store.load(name, record.get(HASH).asText()),
        accuracy(record),
        record.get("images").asLong());
  }

  /** Returns the architecture of a described network. */
  static Architecture architecture(JsonNode record) {
    return Architectures.read(YamlNode.parse("journal", record.get("architecture").asText()));
  }

  /** Returns the validation accuracy of a described network. */
  static double accuracy(JsonNode record) {
    return record.get("accuracy").asDouble();
  }
}
