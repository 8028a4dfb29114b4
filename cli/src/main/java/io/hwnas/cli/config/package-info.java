/**
 * The configuration of a run: YAML over the embedded defaults, checked key by key.
 *
 * <p>{@link io.hwnas.cli.config.ConfigSource} merges the defaults, a file and the {@code --set}
 * overrides, each value knowing where it was written; {@link io.hwnas.cli.config.RunConfig} is the
 * checked result, one record for each section.
 */
package io.hwnas.cli.config;
