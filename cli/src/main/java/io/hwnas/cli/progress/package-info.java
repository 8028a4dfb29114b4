/**
 * Shows on standard error how far long work has come: bars with the time left on a terminal, plain
 * lines elsewhere.
 *
 * <p>{@link io.hwnas.cli.progress.Console} is what the rest of the command knows: it prints notes,
 * and opens one {@link io.hwnas.cli.progress.StageProgress} for each piece of long work.
 */
package io.hwnas.cli.progress;
