/**
 * How results are printed on standard output: aligned tables for a person, JSON for a program; and
 * what of a search a report shows.
 *
 * <p>{@link io.hwnas.cli.output.TextTable} aligns columns, {@link io.hwnas.cli.output.Json} makes
 * and prints JSON trees, {@link io.hwnas.cli.output.Units} writes figures with their units, {@link
 * io.hwnas.cli.output.SearchViews} takes choices from trials.
 */
package io.hwnas.cli.output;
