package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.space.ReferenceNetwork;
import io.hwnas.space.ReferenceNetworks;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the reference networks. */
@Command(
    name = "networks",
    description = {
      "List the reference networks with their published costs.",
      "A name may carry a width multiplier and the small-image form:",
      "mobilenet-v3-small-0.75@28 has width 0.75 and is made for 28-pixel images."
    })
final class NetworksCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    TextTable table = new TextTable("network", "MAdds", "params", "source");
    ArrayNode array = Json.array();
    for (ReferenceNetwork network : ReferenceNetworks.all()) {
      table.row(
          network.name(),
          Units.count(network.madds()),
          Units.count(network.params()),
          network.source());
      array
          .addObject()
          .put("network", network.name())
          .put("madds", network.madds())
          .put("params", network.params())
          .put("source", network.source());
    }
    json.print(spec.commandLine().getOut(), array, table.render());
    return ExitCodes.DONE;
  }
}
