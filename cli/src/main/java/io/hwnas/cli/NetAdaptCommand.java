package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.ConfigSource;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.flow.SingleNetwork;
import io.hwnas.cli.flow.TrainedShrinking;
import io.hwnas.cli.flow.UntrainedShrinking;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.cli.progress.Console;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shrinks a trained network to a latency budget. */
@Command(
    name = "netadapt",
    description = {
      "Shrink a trained network's channels to a latency budget, and fine-tune it.",
      "Without --data nothing is trained: steps are chosen by the share of the filters' squared norm",
      "that is left. Blocks that a table of this machine lacks are measured.",
      "The network is left in DIR/best, the steps in DIR/netadapt.csv."
    })
final class NetAdaptCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TrainedNetwork network;

  @Option(
      names = "--table",
      required = true,
      paramLabel = "LUT",
      description = "A latency table of this machine (hwnas profile).")
  private Path table;

  @Option(
      names = "--budget-millis",
      required = true,
      paramLabel = "B",
      description = "Predicted latency to end at or below.")
  private double budgetMillis;

  @Option(
      names = "--write-steps",
      description =
          "Leave the network of each step, too: DIR/steps/step-01.yaml, step-01.onnx, ...")
  private boolean writeSteps;

  @Mixin private RequiredRunOptions options;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    RunConfig config = options.config(this::laidOver, network::asLearnt);
    Console console = Console.ofProcess(spec.commandLine().getErr());
    return config.withoutData() ? cut(config, console) : shrink(config, console);
  }

  private ConfigSource laidOver(ConfigSource source) {
    ConfigSource given =
        source
            .with("latency.table", "--table", table.toString())
            .with("latency.budget-millis", "--budget-millis", "" + budgetMillis);
    return options.resumes()
        ? given
        : given.with("data.source", "without --data", RunConfig.NO_DATA);
  }

  private int shrink(RunConfig config, Console console) {
    TrainedShrinking trained = new TrainedShrinking(config, console);
    Architecture architecture = network.architecture(trained.trainingImages());
    if (!options.resumes()) {
      OptionalDouble within =
          trained.requireShrinkable(architecture, network::weights, network::imagesSeen);
      if (within.isPresent()) {
        return nothingToDo(config, architecture, within.getAsDouble());
      }
    }
    try (RunDirectory directory = open(config, architecture)) {
      SingleNetwork.Outcome shrunk =
          trained.shrink(
              directory, architecture, network::weights, network::imagesSeen, writeSteps);
      json.print(
          spec.commandLine().getOut(),
          promise(config, shrunk.json(architecture.name(), directory)),
          shrunk.steps()
              + "%s: validation top-1 %s, %s, left in %s%n"
                  .formatted(
                      architecture.name(),
                      Units.percent(shrunk.accuracy()),
                      shrunk.latencyText(budgetMillis),
                      directory.bestFolder())
              + shrunk.comparisonText());
    }
    return ExitCodes.DONE;
  }

  /** Shrinks without images. */
  private int cut(RunConfig config, Console console) {
    UntrainedShrinking untrained = new UntrainedShrinking(config, console);
    Architecture architecture = network.architecture();
    if (!options.resumes()) {
      OptionalDouble within = untrained.requireShrinkable(architecture, network::weights);
      if (within.isPresent()) {
        return nothingToDo(config, architecture, within.getAsDouble());
      }
    }
    try (RunDirectory directory = open(config, architecture)) {
      UntrainedShrinking.Outcome shrunk =
          untrained.shrink(
              directory, architecture, network::weights, network.preprocessing(), writeSteps);
      json.print(
          spec.commandLine().getOut(),
          promise(config, shrunk.json(architecture.name(), directory)),
          shrunk.text(architecture.name(), directory));
    }
    return ExitCodes.DONE;
  }

  /** Adds what the latency is held against. */
  private ObjectNode promise(RunConfig config, ObjectNode outcome) {
    return outcome
        .put("budgetMillis", budgetMillis)
        .put("confidence", config.netAdapt().confidence().probability());
  }

  private RunDirectory open(RunConfig config, Architecture architecture) {
    return options.open("# hwnas netadapt %s%n".formatted(architecture.name()) + config.yaml());
  }

  private int nothingToDo(RunConfig config, Architecture architecture, double millis) {
    json.print(
        spec.commandLine().getOut(),
        Json.object()
            .put("network", architecture.name())
            .put("nothingToDo", true)
            .put("predictedMillis", millis),
        "%s: nothing to do: its predicted latency, %s, is within %s%s%n"
            .formatted(
                architecture.name(),
                Units.millis(millis),
                Units.millis(budgetMillis),
                config.netAdapt().compareWidths() ? "; no widths are compared" : ""));
    return ExitCodes.DONE;
  }
}
