package io.hwnas.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the whole flow on the embedded images. */
@Command(
    name = "quickstart",
    description = {
      "Find a network for this machine on the embedded images, in about ten minutes.",
      "",
      "Measures a latency table, trains a supernet, searches it under a latency budget,",
      "shrinks the winner with NetAdapt, trains it to its end, and holds it against",
      "MobileNetV3-Small of the same latency. The run's folder then has the network in",
      "best/ and report.html to look at."
    })
final class QuickstartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SupernetTime supernetTime;

  @Mixin private RequiredRunOptions options;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    return new FlowRun(spec, options, json).run(Optional.empty(), supernetTime);
  }
}
