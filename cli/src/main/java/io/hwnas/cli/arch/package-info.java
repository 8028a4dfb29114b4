/**
 * What the user names on the command line: architectures, weights and search spaces.
 *
 * <p>{@link io.hwnas.cli.arch.ArchitectureSource} finds an architecture by a reference network's
 * name, a file, a run or a trial of a run; {@link io.hwnas.cli.arch.Spaces} finds a search space.
 */
package io.hwnas.cli.arch;
