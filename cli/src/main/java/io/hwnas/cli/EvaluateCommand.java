package io.hwnas.cli;

import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.flow.SingleNetwork;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.cli.progress.Console;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Scores a trained network on the test images. */
@Command(name = "evaluate", description = "Score a trained network on the test images.")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TrainedNetwork network;

  @Mixin private ConfigOptions overrides;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    RunConfig config = overrides.apply(ConfigSource.defaults(), network::asLearnt);
    SingleNetwork single =
        new SingleNetwork(config, Console.ofProcess(spec.commandLine().getErr()));
    Architecture architecture = network.architecture(single.trainingImages());
    double top1 =
        single.test(
            architecture, network.weights(LayerGraph.of(architecture)), network.preprocessing());
    json.print(
        spec.commandLine().getOut(),
        Json.object().put("network", architecture.name()).put("testTop1", top1),
        "%s: test top-1 %s%n".formatted(architecture.name(), Units.percent(top1)));
    return ExitCodes.DONE;
  }
}
