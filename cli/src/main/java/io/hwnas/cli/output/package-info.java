/**
 * How results are printed on standard output: aligned tables for a person, JSON for a program.
 *
 * <p>{@link io.hwnas.cli.output.TextTable} aligns columns, {@link io.hwnas.cli.output.Json} makes
 * and prints JSON trees, {@link io.hwnas.cli.output.Units} writes figures with their units.
 */
package io.hwnas.cli.output;
