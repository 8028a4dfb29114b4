package io.hwnas.cli;

import io.hwnas.cli.arch.ArchitectureOptions;
import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.arch.Spaces;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.latency.TableSource;
import io.hwnas.latency.TableVerification;
import io.hwnas.latency.TableVerifier;
import io.hwnas.latency.TimingSession;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    description = {
      "Hold a table's predictions against whole networks, measured now: random ones of its space,",
      "and the reference networks all of whose blocks it knows.",
      "Of a table for any channels, also its networks with random ones, expansions and bottlenecks",
      "from a quarter to all: half in multiples of 4, half in any counts, reported separately.",
      "All are timed in turn, without a profiler, in two passes whose sessions alternate. The",
      "first pass is the truth, its difference to the second the noise floor; beside them stand a",
      "line in multiply-adds and a constant, each fitted on all networks but the one predicted."
    })
final class ProfileVerifyCommand implements Callable<Integer> {
  /** Fewest networks of a kind that errors are given of. */
  private static final int LEAST_OF_A_GROUP = 2;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "LUT", description = "A latency table.")
  private Path file;

  @Option(
      names = "--networks",
      defaultValue = "40",
      paramLabel = "N",
      description = {
        "How many random networks of its spaces, and how many of random channels (default:",
        "${DEFAULT-VALUE})."
      })
  private int count;

  @Option(
      names = "--network",
      arity = "1..*",
      paramLabel = "ARCH",
      description = {
        "Hold the table against these networks, too, also where it was built on them; they are",
        "reported by themselves."
      })
  private List<String> named = List.of();

  @Mixin private ArchitectureOptions options;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Draws the networks (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--passes",
      defaultValue = "2",
      paramLabel = "N",
      description = "Passes of measuring (default: ${DEFAULT-VALUE}).")
  private int passes;

  @Option(
      names = "--sessions",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "Times in a pass that all networks are loaded afresh (default: ${DEFAULT-VALUE}).")
  private int sessions;

  @Option(
      names = "--visits",
      defaultValue = "12",
      paramLabel = "N",
      description =
          "Visits to each network in a session, of 2 + 3 runs (default: ${DEFAULT-VALUE}).")
  private int visits;

  @Option(
      names = "--processes",
      paramLabel = "P",
      description = {
        "Measure each pass in so many fresh processes, one session each, instead of in sessions",
        "of this process: for figures that are to be reported, 5 or more."
      })
  private Integer processes;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Draw predicted against measured into this HTML file, too.")
  private Path html;

  @Option(
      names = "--space",
      paramLabel = "SPACE",
      description = "Where to draw from, if not the spaces that the table was measured for.")
  private String space;

  @Option(
      names = "--accept-foreign-table",
      description = "Verify a table that was measured on something else.")
  private boolean acceptForeign;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    requireAtLeast("--networks", count, TableVerification.LEAST_NETWORKS);
    requireAtLeast("--passes", passes, TableVerification.LEAST_PASSES);
    requireAtLeast("--sessions", sessions, 1);
    requireAtLeast("--visits", visits, 1);
    requireAtLeast("--processes", processes == null ? 1 : processes, 1);
    if (html != null) {
      AtomicFiles.requireWritable(html, inputs());
    }
    LatencyTable table = LatencyTables.readHere(file, acceptForeign);
    List<TableSource.OfChannels> channels = channels(table);
    if (!channels.isEmpty()) {
      requireAtLeast("--networks, half of them multiples of 4,", count, 2 * LEAST_OF_A_GROUP);
    }
    VerificationNetworks networks =
        VerificationNetworks.draw(table, spaces(table), channels, count, seed).with(named());
    VerificationResult result =
        VerificationResult.of(
            table, measure(table, networks), networks.groups(), measured(networks));
    json.print(spec.commandLine().getOut(), result.json(), result.text());
    if (html != null) {
      result.writeHtml(html);
    }
    return ExitCodes.DONE;
  }

  private List<String> inputs() {
    List<String> inputs = new ArrayList<>(named);
    inputs.add(file.toString());
    if (space != null) {
      inputs.add(space);
    }
    return inputs;
  }

  private List<Architecture> named() throws IOException {
    if (Set.copyOf(named).size() < named.size()) {
      throw new InvalidInputException("--network names the same network twice");
    }
    Map<String, Architecture> given = new LinkedHashMap<>();
    for (String name : named) {
      given.put(name, ArchitectureSource.find(name, options));
    }
    List<Architecture> architectures =
        List.copyOf(ArchitectureSource.distinctlyNamed(given).values());
    if (!architectures.isEmpty()) {
      requireAtLeast("the networks of --network", architectures.size(), LEAST_OF_A_GROUP);
    }
    return architectures;
  }

  private List<SearchSpace> spaces(LatencyTable table) {
    if (space != null) {
      return List.of(Spaces.named(space));
    }
    List<SearchSpace> spaces =
        table.sources().stream()
            .filter(TableSource.OfSpace.class::isInstance)
            .flatMap(source -> ((TableSource.OfSpace) source).spaces().stream())
            .toList();
    if (spaces.isEmpty() && channels(table).isEmpty() && named.isEmpty()) {
      throw new InvalidInputException(
          "%s was measured for networks alone: name a space to draw others from with --space, or networks with --network"
              .formatted(file));
    }
    return spaces;
  }

  /** The networks of any channels that the table is of, unless another space is named. */
  private List<TableSource.OfChannels> channels(LatencyTable table) {
    return space != null
        ? List.of()
        : table.sources().stream()
            .filter(TableSource.OfChannels.class::isInstance)
            .map(TableSource.OfChannels.class::cast)
            .toList();
  }

  private TableVerification measure(LatencyTable table, VerificationNetworks networks) {
    RuntimeOptions options = LatencyTables.options(table);
    TimingProtocol standard = TimingProtocol.standard();
    TimingProtocol session =
        new TimingProtocol(1, visits, standard.warmUpRuns(), standard.timedRuns());
    TimingSession timing =
        processes == null
            ? TimingSession.inThisProcess(new OnnxRuntime(options), session)
            : new ProcessSession(options, session);
    Console console = Console.ofProcess(spec.commandLine().getErr());
    try (StageProgress progress = console.stage("measuring")) {
      return new TableVerifier(passes, processes == null ? sessions : processes, progress)
          .verify(new ChannelLatencyModel(table), networks.all(), timing);
    }
  }

  private String measured(VerificationNetworks networks) {
    String each =
        processes == null
            ? "%d sessions of this process".formatted(sessions)
            : "%d fresh processes".formatted(processes);
    return "%s, %d passes of %s, %d visits of %d runs each"
        .formatted(
            networks.words(seed), passes, each, visits, TimingProtocol.standard().timedRuns());
  }

  private static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new InvalidInputException(
          "%s must be at least %d, not %d".formatted(option, least, value));
    }
  }
}
