/**
 * The {@code hwnas} command: wires the modules together and holds no logic of theirs.
 *
 * <p>{@link io.hwnas.cli.Main} runs one command line and returns its exit code: 0 done, 1 a fault
 * of hwnas, 2 something the user can put right, 130 interrupted. Results go to standard output, all
 * else to standard error.
 */
package io.hwnas.cli;
