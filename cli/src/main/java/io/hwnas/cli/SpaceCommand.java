package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.arch.Spaces;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.LatencyModel;
import io.hwnas.space.Architectures;
import io.hwnas.space.Cost;
import io.hwnas.space.Decision;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Schemas;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      @Option(
              names = "--table",
              paramLabel = "LUT",
              description = {
                "Predict the latency of both ends from this latency table, or from one that",
                "Once-for-All or ProxylessNAS published, or the folder of Once-for-All's, one file a",
                "resolution."
              })
          Path table,
      @Option(
              names = "--accept-foreign-table",
              description = "Use a table that was measured on something else.")
          boolean acceptForeignTable,
      @Mixin JsonOption json) {
    SearchSpace space = Spaces.named(name);
    Optional<LatencyModel> model =
        Optional.ofNullable(table).map(file -> LatencyModels.read(file, acceptForeignTable));
    TextTable decisions = new TextTable("decision", "choices");
    ObjectNode tree = Json.object().put("name", space.name()).put("size", space.size());
    ArrayNode array = tree.putArray("decisions");
    for (Decision decision : space.decisions()) {
      decisions.row(decision.name(), String.join(" | ", decision.choices()));
      ObjectNode node = array.addObject().put("name", decision.name());
      decision.choices().forEach(node.withArray("choices")::add);
    }
    TextTable ends =
        model.isPresent()
            ? new TextTable("architecture", "MAdds", "params", "peak memory", "latency")
            : new TextTable("architecture", "MAdds", "params", "peak memory");
    addEnd(ends, tree.putObject("smallest"), "smallest", lowered(space, space.smallest()), model);
    addEnd(ends, tree.putObject("largest"), "largest", lowered(space, space.largest()), model);
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

  @Command(
      name = "schema",
      description = "Print the JSON schema of a file, for editors that check YAML while one types.")
  void schema(
      @Parameters(paramLabel = "FILE", description = "${COMPLETION-CANDIDATES}: whose schema.")
          Schemas file) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(file.json());
    out.flush();
  }

  private static LayerGraph lowered(SearchSpace space, DecisionVector vector) {
    return LayerGraph.of(space.decode(vector));
  }

  private static void addEnd(
      TextTable table,
      ObjectNode tree,
      String name,
      LayerGraph graph,
      Optional<LatencyModel> model) {
    Cost cost = Cost.of(graph);
    tree.put("madds", cost.madds()).put("params", cost.params()).put("peakBytes", cost.peakBytes());
    List<String> cells = new ArrayList<>();
    cells.addAll(List.of(name, Units.count(cost.madds()), Units.count(cost.params())));
    cells.add(Units.bytes(cost.peakBytes()));
    model
        .map(known -> known.predict(graph).millis())
        .ifPresent(
            millis -> {
              tree.put("latencyMillis", millis);
              cells.add(Units.millis(millis));
            });
    table.row(cells.toArray(String[]::new));
  }

  private static String roughly(SearchSpace space) {
    return space.size().bitLength() < 40
        ? Units.count(space.size().longValueExact())
        : "%.1e".formatted(space.size().doubleValue());
  }
}
