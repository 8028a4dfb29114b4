package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.arch.Spaces;
import io.hwnas.cli.flow.JournalLog;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.latency.LatencyEntry;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.MeasurementLog;
import io.hwnas.latency.NetworkTimer;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.RuntimeOptions;
import io.hwnas.latency.TableBuilder;
import io.hwnas.latency.TableLatencyModel;
import io.hwnas.latency.TableProtocol;
import io.hwnas.latency.TableVerification;
import io.hwnas.latency.TableVerifier;
import io.hwnas.latency.TimingProtocol;
import io.hwnas.results.Journal;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures latency tables, shows them, holds them against whole networks. */
@Command(
    name = "profile",
    description = {
      "Measure a latency table of a search space, or of given networks, on this machine.",
      "A profile that was stopped goes on where it was: its measurements are kept beside the",
      "table in LUT.journal until the table is written."
    })
final class ProfileCommand implements Callable<Integer> {
  /** How thorough a table is. */
  enum Protocol {
    /** What the quickstart measures, in about a minute. */
    QUICK(TableProtocol.quick()),
    /** For a table that is to be kept. */
    STANDARD(TableProtocol.standard());

    private final TableProtocol table;

    Protocol(TableProtocol table) {
      this.table = table;
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SPACE|ARCH",
      arity = "0..*",
      description = {
        "One search space, or networks as hwnas --help names them. A name of both is the network's;",
        "space: before it makes it the space's."
      })
  private List<String> names = List.of();

  @Option(names = "--out", paramLabel = "LUT", description = "The table's file.")
  private Path out;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads of inference (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--protocol",
      defaultValue = "standard",
      paramLabel = "P",
      description = "quick or standard (default: ${DEFAULT-VALUE}).")
  private Protocol protocol;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Draws the networks that are measured (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    if (names.isEmpty() || out == null) {
      throw new ParameterException(
          spec.commandLine(), "name a SPACE or networks, and a file with --out");
    }
    if (Files.exists(out)) {
      throw new InvalidInputException(
          "%s: exists already; choose another --out or remove it".formatted(out));
    }
    AtomicFiles.requireWritable(out);
    boolean ofSpace = names.size() == 1 && Spaces.isSpace(names.get(0));
    Optional<SearchSpace> space =
        ofSpace ? Optional.of(Spaces.named(names.get(0))) : Optional.empty();
    List<Architecture> networks =
        ofSpace ? List.of() : names.stream().map(ArchitectureSource::find).toList();
    TableBuilder builder = new TableBuilder(new OnnxRuntime(new RuntimeOptions(threads)));
    Path journalFile = out.resolveSibling(out.getFileName() + ".journal");
    Console console = Console.ofProcess(spec.commandLine().getErr());
    LatencyTable table;
    try (Journal journal = Journal.open(journalFile);
        StageProgress progress = console.stage("latency table")) {
      MeasurementLog log = new JournalLog(journal);
      table =
          space.isPresent()
              ? builder.build(space.get(), protocol.table, seed, log, progress)
              : builder.build(
                  String.join(" ", names), networks, protocol.table, seed, log, progress);
      LatencyTables.write(out, table);
    } finally {
      removeIfEmpty(journalFile);
    }
    Files.deleteIfExists(journalFile);
    print(table);
    return ExitCodes.DONE;
  }

  /** A journal that nothing was written into has nothing to go on from. */
  private static void removeIfEmpty(Path journal) throws IOException {
    if (Files.exists(journal) && Files.size(journal) == 0) {
      Files.delete(journal);
    }
  }

  @Command(name = "show", description = "Show what a table was measured on, and its entries.")
  void show(
      @Parameters(paramLabel = "LUT", description = "A latency table.") Path file,
      @Mixin JsonOption asJson) {
    LatencyTable table = LatencyTables.read(file);
    TableSummary summary = new TableSummary(table);
    ObjectNode tree = summary.json();
    ArrayNode entries = tree.putArray("entries");
    TextTable text = new TextTable("block", "median", "spread", "count", "origin");
    for (Map.Entry<String, LatencyEntry> row : table.entries().entrySet()) {
      LatencyEntry entry = row.getValue();
      double millis = table.calibration().millis(entry);
      text.row(
          row.getKey(),
          Units.millis(millis),
          Units.millis(entry.spreadMillis()),
          Units.count(entry.count()),
          entry.origin().label());
      entries
          .addObject()
          .put("block", row.getKey())
          .put("latencyMillis", millis)
          .put("profiledMillis", entry.medianMillis())
          .put("spreadMillis", entry.spreadMillis())
          .put("count", entry.count())
          .put("origin", entry.origin().label());
    }
    asJson.print(spec.commandLine().getOut(), tree, summary.text() + '\n' + text.render());
  }

  @Command(
      name = "verify",
      description = "Hold a table's predictions against random whole networks, measured now.")
  void verify(
      @Parameters(paramLabel = "LUT", description = "A latency table.") Path file,
      @Option(
              names = "--networks",
              defaultValue = "16",
              paramLabel = "N",
              description = "How many networks (default: ${DEFAULT-VALUE}).")
          int count,
      @Option(
              names = "--seed",
              defaultValue = "1",
              paramLabel = "S",
              description = "Draws the networks (default: ${DEFAULT-VALUE}).")
          long verifySeed,
      @Option(
              names = "--space",
              paramLabel = "SPACE",
              description = "Where to draw from, if not the built-in space the table names.")
          String space,
      @Option(
              names = "--accept-foreign-table",
              description = "Verify a table that was measured on something else.")
          boolean acceptForeign,
      @Mixin JsonOption asJson) {
    if (count < 2) {
      throw new InvalidInputException("--networks must be at least 2, not " + count);
    }
    LatencyTable table = LatencyTables.readHere(file, acceptForeign);
    RuntimeOptions runtime = new RuntimeOptions(table.fingerprint().threads());
    SearchSpace drawnFrom = Spaces.named(space == null ? table.space() : space);
    List<LayerGraph> graphs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      graphs.add(
          LayerGraph.of(
              drawnFrom.decode(drawnFrom.sample(Seeds.of(verifySeed, "profile/verify", i)))));
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
    asJson.print(spec.commandLine().getOut(), tree(result), text(result));
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

  private void print(LatencyTable table) {
    TableSummary summary = new TableSummary(table);
    json.print(
        spec.commandLine().getOut(),
        summary.json().put("file", out.toString()),
        summary.text() + "wrote %s%n".formatted(out));
  }
}
