/** The run directory: trials, journal, checkpoints, Pareto front, report and bundle. */
package io.hwnas.results;
