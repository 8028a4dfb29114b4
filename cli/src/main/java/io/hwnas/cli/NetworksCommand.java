package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.PublishedFigure;
import io.hwnas.space.ReferenceNetwork;
import io.hwnas.space.ReferenceNetworks;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the reference networks. */
@Command(
    name = "networks",
    description = {
      "List the reference networks with their costs, counted and published.",
      "A name may carry a width multiplier and the small-image form:",
      "mobilenet-v3-small-0.75@28 has width 0.75 and is made for 28-pixel images;",
      "mobilenet-v3-large+original-end+32-relu-stem has the ends from before their redesign."
    })
final class NetworksCommand implements Callable<Integer> {
  private static final String FOOTNOTE =
      "* not what the count rounds to; the notes of hwnas networks --json say why\n";

  @Spec private CommandSpec spec;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    TextTable table = new TextTable("network", "MAdds", "params", "published", "source");
    ArrayNode array = Json.array();
    for (ReferenceNetwork network : ReferenceNetworks.all()) {
      Cost cost = Cost.of(LayerGraph.of(ReferenceNetworks.named(network.name())));
      table.row(
          network.name(),
          Units.count(cost.madds()),
          Units.count(cost.params()),
          published(network, cost),
          network.source());
      array.add(tree(network, cost));
    }
    json.print(spec.commandLine().getOut(), array, table.render() + FOOTNOTE);
    return ExitCodes.DONE;
  }

  /** The figures of the first source that rounds, which is the network's own paper. */
  private static String published(ReferenceNetwork network, Cost cost) {
    PublishedFigure figure =
        network.figures().stream().filter(one -> !one.exact()).findFirst().orElseThrow();
    return millions(figure.madds(), cost.madds()) + ", " + millions(figure.params(), cost.params());
  }

  /** With as many digits as the source prints, and a mark where rounding does not explain it. */
  private static String millions(Optional<PublishedFigure.Count> count, long computed) {
    return count
        .map(
            one -> {
              int digits =
                  Math.max(0, BigDecimal.valueOf(one.unit(), 6).stripTrailingZeros().scale());
              return BigDecimal.valueOf(one.value(), 6).setScale(digits).toPlainString()
                  + (one.isRounded(computed) ? "M" : "M*");
            })
        .orElse("-");
  }

  private static ObjectNode tree(ReferenceNetwork network, Cost cost) {
    ObjectNode tree = Json.object();
    tree.put("network", network.name())
        .put("madds", cost.madds())
        .put("params", cost.params())
        .put("peakBytes", cost.peakBytes())
        .put("source", network.source());
    ArrayNode published = tree.putArray("published");
    for (PublishedFigure figure : network.figures()) {
      ObjectNode node = published.addObject();
      node.put("source", figure.source()).put("exact", figure.exact());
      figure.madds().ifPresent(count -> put(node, "madds", count, cost.madds()));
      figure.params().ifPresent(count -> put(node, "params", count, cost.params()));
    }
    if (!network.note().isEmpty()) {
      tree.put("note", network.note());
    }
    return tree;
  }

  private static void put(ObjectNode node, String key, PublishedFigure.Count count, long computed) {
    node.put(key, count.value())
        .put(key + "Difference", computed - count.value())
        .put(key + "Rounds", count.isRounded(computed));
  }
}
