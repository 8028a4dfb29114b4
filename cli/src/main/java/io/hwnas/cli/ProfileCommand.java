package io.hwnas.cli;

import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.arch.Spaces;
import io.hwnas.cli.flow.JournalLog;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.TableBuilder;
import io.hwnas.latency.TableProtocol;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.results.Journal;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures latency tables; its subcommands show them and hold them against whole networks. */
@Command(
    name = "profile",
    description = {
      "Measure a latency table of a search space, or of given networks, on this machine.",
      "A profile that was stopped goes on where it was: its measurements are kept beside the",
      "table in LUT.journal until the table is written."
    },
    subcommands = {ProfileShowCommand.class, ProfileVerifyCommand.class})
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

  private void print(LatencyTable table) {
    TableSummary summary = new TableSummary(table);
    json.print(
        spec.commandLine().getOut(),
        summary.json().put("file", out.toString()),
        summary.text() + "wrote %s%n".formatted(out));
  }
}
