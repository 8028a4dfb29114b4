package io.hwnas.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the whole flow on a user's configuration. */
@Command(
    name = "search",
    description = {
      "Find a network for your images, space and budget, as a configuration says.",
      "The steps are those of hwnas quickstart; configs/ has examples with every key",
      "explained, and keys that a file leaves out are as in configs/quickstart.yaml."
    })
final class SearchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CONFIG",
      arity = "0..1",
      description = "A configuration, a YAML file; with --resume it may be left out.")
  private Path config;

  @Mixin private RunOptions options;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    if (config == null && !options.resumes()) {
      throw new ParameterException(
          spec.commandLine(), "name a CONFIG; only a run that is resumed needs none");
    }
    return new FlowRun(spec, options, json).run(Optional.ofNullable(config));
  }
}
