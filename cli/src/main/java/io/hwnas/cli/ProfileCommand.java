package io.hwnas.cli;

import io.hwnas.cli.flow.JournalLog;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.StoppingRule;
import io.hwnas.latency.TableBuilder;
import io.hwnas.latency.TableProtocol;
import io.hwnas.latency.TableSource;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.results.Journal;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures latency tables; its subcommands show them and hold them against whole networks. */
@Command(
    name = "profile",
    description = {
      "Measure a latency table of a search space, or of given networks, on this machine.",
      "A profile that was stopped goes on where it was: its measurements are kept beside the",
      "table in LUT.journal until the table is written."
    },
    subcommands = {
      ProfileShowCommand.class,
      ProfileVerifyCommand.class,
      ProfileStepsCommand.class,
      ProfilePackCommand.class,
      ProfileImportCommand.class
    })
final class ProfileCommand implements Callable<Integer> {
  private static final int MOST_SECONDS = 1_000_000;

  /** How thorough a table is. */
  enum Protocol {
    /** What the quickstart measures, in about a minute. */
    QUICK(TableProtocol.quick()),
    /** For a table that is to be kept. */
    STANDARD(TableProtocol.standard()),
    /** For networks of any channels: few passes over many networks. */
    CHANNELS(TableProtocol.channels());

    private final TableProtocol table;

    Protocol(TableProtocol table) {
      this.table = table;
    }

    TableProtocol table() {
      return table;
    }

    /** What was asked for, or else what suits the sources. */
    static TableProtocol chosen(Protocol asked, TableSources sources) {
      return (asked != null ? asked : sources.anyChannels() ? CHANNELS : STANDARD).table;
    }
  }

  @Spec private CommandSpec spec;

  @Mixin private TableSources sources;

  @Option(names = "--out", paramLabel = "LUT", description = "The table's file.")
  private Path out;

  @Option(
      names = "--extend",
      description = {
        "Complete the table in LUT: measure only the blocks that it lacks of what is named, or of",
        "its own spaces and networks, with its own protocol and threads. Its entries are kept."
      })
  private boolean extend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of inference (default: 1, or the table's with --extend).")
  private Integer threads;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = {
        "Images of an inference, whose latency is that of all of them together (default: 1, or",
        "the table's with --extend)."
      })
  private Integer batch;

  @Option(
      names = "--protocol",
      paramLabel = "P",
      description = {
        "quick, standard or channels (default: standard; channels with --channels; the table's",
        "with --extend)."
      })
  private Protocol protocol;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = {
        "Make no pass that would take the passes beyond this time; one is always made. What is",
        "measured until then is the table."
      })
  private Double timeLimitSeconds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Draws the networks that are measured (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    if (out == null || sources.isEmpty() && !extend) {
      throw new ParameterException(
          spec.commandLine(), "name a SPACE or networks, and a file with --out");
    }
    if (extend && (protocol != null || timeLimitSeconds != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--extend measures as the table was; leave out --protocol and --time-limit");
    }
    if (timeLimitSeconds != null
        && !(timeLimitSeconds >= StoppingRule.LEAST_SECONDS && timeLimitSeconds <= MOST_SECONDS)) {
      throw new InvalidInputException(
          "--time-limit must be from %s to %d seconds, not %s"
              .formatted(StoppingRule.LEAST_SECONDS, MOST_SECONDS, timeLimitSeconds));
    }
    if (extend) {
      extend();
    } else {
      build();
    }
    return ExitCodes.DONE;
  }

  private void build() throws IOException {
    requireAbsent();
    AtomicFiles.requireWritable(out);
    TableProtocol asked = Protocol.chosen(protocol, sources);
    TableProtocol chosen = timeLimitSeconds == null ? asked : asked.within(timeLimitSeconds);
    List<TableSource> found = sources.find();
    OnnxRuntime runtime = new OnnxRuntime(options(RuntimeOptions.SINGLE_THREAD));
    LatencyTable table =
        measure(
            (log, progress) -> {
              requireAbsent();
              return new TableBuilder(runtime).build(found, chosen, seed, log, progress);
            });
    print(table, "wrote %s%n".formatted(out), table.entries().size());
  }

  /** Checked again with the journal in hand: another process may have ended meanwhile. */
  private void requireAbsent() {
    if (Files.exists(out)) {
      throw new InvalidInputException(
          "%s: exists already; choose another --out, complete it with --extend, or remove it"
              .formatted(out));
    }
  }

  private void extend() throws IOException {
    LatencyTable table = LatencyTables.read(out);
    OnnxRuntime runtime = new OnnxRuntime(options(LatencyTables.options(table)));
    LatencyTables.requireExtensible(out, table, runtime.fingerprint());
    AtomicFiles.requireWritable(out);
    List<TableSource> found = sources.find(table);
    LatencyTable extended =
        measure(
            (log, progress) -> {
              requireUnchanged(table);
              return new TableBuilder(runtime).extend(table, found, seed, log, progress);
            });
    int added = extended.entries().size() - table.entries().size();
    print(
        extended,
        added == 0
            ? "%s lacks nothing of %s%n".formatted(out, names(found))
            : "added %d entries to %s%n".formatted(added, out),
        added);
  }

  /** Checked with the journal in hand, so that no entries of another process are lost. */
  private void requireUnchanged(LatencyTable table) {
    if (!LatencyTables.read(out).equals(table)) {
      throw new InvalidInputException(
          out + ": another process has changed it meanwhile; run the command again");
    }
  }

  private RuntimeOptions options(RuntimeOptions otherwise) {
    return new RuntimeOptions(
        threads == null ? otherwise.threads() : threads, batch == null ? otherwise.batch() : batch);
  }

  private static String names(List<TableSource> found) {
    return found.stream().map(TableSource::name).distinct().collect(Collectors.joining(", "));
  }

  /** What measures a table. */
  private interface Measuring {
    LatencyTable measure(MeasurementLog log, ProgressListener progress);
  }

  /** Measures with a journal beside the table until the table is written. */
  private LatencyTable measure(Measuring measuring) throws IOException {
    Path journalFile = out.resolveSibling(out.getFileName() + ".journal");
    Console console = Console.ofProcess(spec.commandLine().getErr());
    try (Journal journal = Journal.open(journalFile)) {
      if (!journal.keys().isEmpty()) {
        console.note(
            "latency table: going on from %s, begun earlier; remove it to measure all anew"
                .formatted(journalFile));
      }
      try (StageProgress progress = console.stage("latency table")) {
        LatencyTable table = measuring.measure(new JournalLog(journal), progress);
        LatencyTables.write(out, table);
        Files.deleteIfExists(journalFile);
        return table;
      } finally {
        removeIfEmpty(journalFile);
      }
    }
  }

  /** A journal that nothing was written into has nothing to go on from. */
  private static void removeIfEmpty(Path journal) throws IOException {
    if (Files.exists(journal) && Files.size(journal) == 0) {
      Files.delete(journal);
    }
  }

  private void print(LatencyTable table, String done, int added) {
    TableSummary summary = new TableSummary(table);
    json.print(
        spec.commandLine().getOut(),
        summary.json().put("file", out.toString()).put("addedEntries", added),
        summary.text() + done);
  }
}
