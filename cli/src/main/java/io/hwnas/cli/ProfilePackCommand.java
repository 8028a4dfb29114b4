package io.hwnas.cli;

import io.hwnas.cli.ProfileCommand.Protocol;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.latency.ProbePack;
import io.hwnas.probe.RunnerJar;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Packs what a latency table takes, to be measured on another machine. */
@Command(
    name = "pack",
    description = {
      "Pack what a latency table takes, to be measured on another machine.",
      "The zip is the plan with its models; the runner, hwnas-probe.jar, is written beside it, and",
      "needs Java 17 and nothing else. It measures one image an inference. The runner of an earlier",
      "pack is replaced; another file of that name is not.",
      "There: java -jar hwnas-probe.jar PROBE.zip. Here, afterwards: hwnas profile import."
    })
final class ProfilePackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TableSources sources;

  @Option(names = "--out", required = true, paramLabel = "PROBE.zip", description = "The zip.")
  private Path out;

  @Option(
      names = "--protocol",
      paramLabel = "P",
      description = {"quick, standard or channels (default: standard; channels with --channels)."})
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
    if (sources.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name a SPACE or networks");
    }
    if (RunnerJar.NAME.equalsIgnoreCase(String.valueOf(out.getFileName()))) {
      throw new InvalidInputException(
          "%s: is what the runner beside it is called; choose another --out, such as probe.zip"
              .formatted(out));
    }
    AtomicFiles.requireNew(out);
    Path runner = out.resolveSibling(RunnerJar.NAME);
    RunnerJar.requireReplaceable(runner);
    try (StageProgress progress = Console.ofProcess(spec.commandLine().getErr()).stage("models")) {
      ProbePack.write(out, sources.find(), Protocol.chosen(protocol, sources), seed, progress);
    }
    RunnerJar.write(runner);
    json.print(
        spec.commandLine().getOut(),
        Json.object()
            .put("file", out.toString())
            .put("bytes", Files.size(out))
            .put("runner", runner.toString())
            .put("runnerBytes", Files.size(runner)),
        "wrote %s (%s) and %s (%s)%non the other machine: java -jar %s %s%n"
            .formatted(
                out,
                mebibytes(out),
                runner,
                mebibytes(runner),
                runner.getFileName(),
                out.getFileName()));
    return ExitCodes.DONE;
  }

  private static String mebibytes(Path file) throws IOException {
    return "%.1f MiB".formatted(Files.size(file) / (double) (1 << 20));
  }
}
