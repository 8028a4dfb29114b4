package io.hwnas.cli;

import io.hwnas.cli.config.ConfigSource;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The option of commands that train a supernet. */
final class SupernetTime implements UnaryOperator<ConfigSource> {
  /** The option's name. */
  static final String NAME = "--budget-minutes";

  @Option(
      names = NAME,
      paramLabel = "M",
      description = {
        "How long the supernet is trained, over all attempts; short for --set",
        "supernet.budget-minutes=M."
      })
  private Double minutes;

  boolean isGiven() {
    return minutes != null;
  }

  /** Lays the time over a configuration, if it was given. */
  @Override
  public ConfigSource apply(ConfigSource source) {
    return minutes == null
        ? source
        : source.with("supernet.budget-minutes", NAME, minutes.toString());
  }
}
