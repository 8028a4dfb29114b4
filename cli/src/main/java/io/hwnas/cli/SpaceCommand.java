package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.arch.Spaces;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.space.Architectures;
import io.hwnas.space.Cost;
import io.hwnas.space.Decision;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.io.PrintWriter;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists search spaces, shows one, draws architectures from one. */
@Command(name = "space", description = "Look at search spaces.")
final class SpaceCommand extends CommandGroup {
  @Spec private CommandSpec spec;

  @Command(name = "list", description = "List the spaces that come with hwnas.")
  void list(@Mixin JsonOption json) {
    PrintWriter out = spec.commandLine().getOut();
    TextTable table = new TextTable("space", "decisions", "architectures");
    ArrayNode array = Json.array();
    for (String name : SearchSpace.names()) {
      SearchSpace space = SearchSpace.named(name);
      table.row(name, Units.count(space.decisions().size()), roughly(space));
      array
          .addObject()
          .put("name", name)
          .put("decisions", space.decisions().size())
          .put("size", space.size());
    }
    json.print(out, array, table.render());
  }

  @Command(name = "show", description = "Show what a space leaves open, and its two ends.")
  void show(
      @Parameters(paramLabel = "SPACE", description = Spaces.HELP) String name,
      @Mixin JsonOption json) {
    SearchSpace space = Spaces.named(name);
    TextTable decisions = new TextTable("decision", "choices");
    ObjectNode tree = Json.object().put("name", space.name()).put("size", space.size());
    ArrayNode array = tree.putArray("decisions");
    for (Decision decision : space.decisions()) {
      decisions.row(decision.name(), String.join(" | ", decision.choices()));
      ObjectNode node = array.addObject().put("name", decision.name());
      decision.choices().forEach(node.withArray("choices")::add);
    }
    TextTable ends = new TextTable("architecture", "MAdds", "params", "peak memory");
    addEnd(ends, tree, "smallest", space, space.smallest());
    addEnd(ends, tree, "largest", space, space.largest());
    json.print(
        spec.commandLine().getOut(),
        tree,
        "%s: %s architectures%n%n%s%n%s"
            .formatted(space.name(), roughly(space), decisions.render(), ends.render()));
  }

  @Command(name = "sample", description = "Draw architectures at random.")
  void sample(
      @Parameters(paramLabel = "SPACE", description = Spaces.HELP) String name,
      @Option(
              names = "-n",
              defaultValue = "1",
              paramLabel = "N",
              description = "How many (default: ${DEFAULT-VALUE}).")
          int count,
      @Option(
              names = "--seed",
              defaultValue = "1",
              paramLabel = "S",
              description = "Same seed, same architectures (default: ${DEFAULT-VALUE}).")
          long seed,
      @Mixin JsonOption json) {
    if (count < 1) {
      throw new InvalidInputException("-n must be at least 1, not " + count);
    }
    SearchSpace space = Spaces.named(name);
    RandomGenerator random = Seeds.of(seed, "space/sample");
    StringBuilder text = new StringBuilder();
    ArrayNode array = Json.array();
    for (int i = 0; i < count; i++) {
      DecisionVector vector = space.sample(random);
      String yaml = Architectures.write(space.decode(vector));
      text.append(i == 0 ? "" : "---\n").append(yaml);
      Cost cost = Cost.of(LayerGraph.of(space.decode(vector)));
      ObjectNode node = array.addObject();
      vector.choices().forEach(node.putArray("decisions")::add);
      node.put("madds", cost.madds())
          .put("params", cost.params())
          .put("peakBytes", cost.peakBytes());
      node.put("architecture", yaml);
    }
    json.print(spec.commandLine().getOut(), array, text.toString());
  }

  private static void addEnd(
      TextTable table, ObjectNode tree, String name, SearchSpace space, DecisionVector vector) {
    Cost cost = Cost.of(LayerGraph.of(space.decode(vector)));
    table.row(
        name, Units.count(cost.madds()), Units.count(cost.params()), Units.bytes(cost.peakBytes()));
    tree.putObject(name)
        .put("madds", cost.madds())
        .put("params", cost.params())
        .put("peakBytes", cost.peakBytes());
  }

  private static String roughly(SearchSpace space) {
    return space.size().bitLength() < 40
        ? Units.count(space.size().longValueExact())
        : "%.1e".formatted(space.size().doubleValue());
  }
}
