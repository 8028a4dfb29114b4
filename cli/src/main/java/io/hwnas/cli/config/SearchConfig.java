package io.hwnas.cli.config;

import io.hwnas.latency.Confidence;
import io.hwnas.search.GeneticSettings;
import io.hwnas.space.yaml.YamlNode;

/**
 * How the space is searched.
 *
 * @param genetic size and rates of the genetic search
 * @param headRoom how many times the budget the search may use, at least 1; NetAdapt shrinks its
 *     winner to the budget
 * @param leastShare how many times the budget a network must at least take to be tried, at most 1
 * @param capacityWeight accuracy that a network is credited with for each e-fold of its
 *     multiply-adds when the best are chosen: briefly trained weights underrate large networks; 0
 *     for none
 * @param confidence how sure it must be that a network is within the budget and its head room
 * @param finalists how the winner is chosen
 */
public record SearchConfig(
    GeneticSettings genetic,
    double headRoom,
    double leastShare,
    double capacityWeight,
    Confidence confidence,
    FinalistsConfig finalists) {
  static SearchConfig read(YamlNode node, YamlNode training) {
    node.allowOnly(
        "population",
        "generations",
        "crossover",
        "mutation",
        "head-room",
        "least-share",
        "capacity-weight",
        "confidence",
        "finalists");
    return new SearchConfig(
        new GeneticSettings(
            node.required("population").asInt(4, 1_000_000),
            node.required("generations").asInt(1, 1_000_000),
            node.required("crossover").asDouble(0, 1),
            node.required("mutation").asDouble(0, 1)),
        node.required("head-room").asDouble(1, 100),
        node.required("least-share").asDouble(0, 1),
        node.required("capacity-weight").asDouble(0, 1),
        confidence(node.required("confidence")),
        FinalistsConfig.read(node.required("finalists"), training));
  }

  /** Reads how sure one wants to be of a budget. */
  static Confidence confidence(YamlNode node) {
    return new Confidence(node.asDouble(Confidence.LEAST, Confidence.MOST));
  }
}
