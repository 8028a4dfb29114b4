package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.arch.Spaces;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.MeasurementLog;
import io.hwnas.latency.NetworkTimer;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.RuntimeOptions;
import io.hwnas.latency.TableLatencyModel;
import io.hwnas.latency.TableVerification;
import io.hwnas.latency.TableVerifier;
import io.hwnas.latency.TimingProtocol;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds a latency table against whole networks. */
@Command(
    name = "verify",
    description = "Hold a table's predictions against random whole networks, measured now.")
final class ProfileVerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "LUT", description = "A latency table.")
  private Path file;

  @Option(
      names = "--networks",
      defaultValue = "16",
      paramLabel = "N",
      description = "How many networks (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Draws the networks (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--space",
      paramLabel = "SPACE",
      description = "Where to draw from, if not the built-in space the table names.")
  private String space;

  @Option(
      names = "--accept-foreign-table",
      description = "Verify a table that was measured on something else.")
  private boolean acceptForeign;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    if (count < 2) {
      throw new InvalidInputException("--networks must be at least 2, not " + count);
    }
    LatencyTable table = LatencyTables.readHere(file, acceptForeign);
    RuntimeOptions runtime = new RuntimeOptions(table.fingerprint().threads());
    SearchSpace drawnFrom = Spaces.named(space == null ? table.space() : space);
    List<LayerGraph> graphs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      graphs.add(
          LayerGraph.of(drawnFrom.decode(drawnFrom.sample(Seeds.of(seed, "profile/verify", i)))));
    }
    Console console = Console.ofProcess(spec.commandLine().getErr());
    TableVerification result;
    try (StageProgress progress = console.stage("measuring")) {
      NetworkTimer timer =
          new NetworkTimer(new OnnxRuntime(runtime), MeasurementLog.inMemory(), progress);
      result =
          new TableVerifier(timer)
              .verify(new TableLatencyModel(table), graphs, TimingProtocol.standard());
    }
    json.print(spec.commandLine().getOut(), tree(result), text(result));
    return ExitCodes.DONE;
  }

  private static ObjectNode tree(TableVerification result) {
    ObjectNode tree =
        Json.object()
            .put("mape", result.mape())
            .put("bias", result.bias())
            .put("maxError", result.maxError())
            .put("scaledMape", result.scaledMape())
            .put("scaledMaxError", result.scaledMaxError())
            .put("kendallTau", result.kendallTau());
    ArrayNode networks = tree.putArray("networks");
    for (TableVerification.Network network : result.networks()) {
      networks
          .addObject()
          .put("predictedMillis", network.predicted().millis())
          .put("latencyMillis", network.measured().medianMillis());
    }
    return tree;
  }

  private static String text(TableVerification result) {
    TextTable text = new TextTable("network", "predicted", "measured", "error");
    for (int i = 0; i < result.networks().size(); i++) {
      TableVerification.Network network = result.networks().get(i);
      double measured = network.measured().medianMillis();
      text.row(
          "random %d".formatted(i + 1),
          Units.millis(network.predicted().millis()),
          Units.millis(measured),
          Units.percent(network.predicted().millis() / measured - 1));
    }
    return "%s%nmean absolute error %s, bias %s, greatest %s, rank correlation %.3f%n"
        .formatted(
            text.render(),
            Units.percent(result.mape()),
            Units.percent(result.bias()),
            Units.percent(result.maxError()),
            result.kendallTau());
  }
}
