package io.hwnas.cli;

import io.hwnas.cli.arch.ArchitectureOptions;
import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.arch.WeightsSource;
import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.flow.SingleNetwork;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.cli.progress.Console;
import io.hwnas.export.Weights;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores a trained network on the test images. */
@Command(name = "evaluate", description = "Score a trained network on the test images.")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCH", description = ArchitectureSource.HELP)
  private String name;

  @Mixin private ArchitectureOptions form;

  @Option(
      names = "--weights",
      paramLabel = "W",
      description = "The network's weights, a safetensors file; a run brings its own.")
  private Path weights;

  @Mixin private ConfigOptions overrides;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    RunConfig config = overrides.apply(ConfigSource.defaults());
    SingleNetwork single =
        new SingleNetwork(config, Console.ofProcess(spec.commandLine().getErr()));
    Architecture architecture = ArchitectureSource.find(name, form, single.trainingImages());
    Weights found =
        WeightsSource.find(name, Optional.ofNullable(weights), LayerGraph.of(architecture));
    double top1 = single.test(architecture, found);
    json.print(
        spec.commandLine().getOut(),
        Json.object().put("network", architecture.name()).put("testTop1", top1),
        "%s: test top-1 %s%n".formatted(architecture.name(), Units.percent(top1)));
    return ExitCodes.DONE;
  }
}
