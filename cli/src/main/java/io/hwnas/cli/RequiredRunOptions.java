package io.hwnas.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of commands that cannot do without a run's folder. */
final class RequiredRunOptions extends RunOptions {
  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The run's folder, which is created.")
  private Path folder;

  @Override
  Path folder() {
    return folder;
  }
}
