/**
 * The run directory: everything one run leaves behind, in files a person can read.
 *
 * <p>A {@link io.hwnas.results.RunDirectory} is opened by one process at a time and holds a {@link
 * io.hwnas.results.Journal} of measured values, a {@link io.hwnas.results.TrialStore} of every
 * network tried, and {@link io.hwnas.results.Checkpoints} of weights. At the end a {@link
 * io.hwnas.results.Bundle} takes the found network with its {@link io.hwnas.results.Provenance},
 * and a {@link io.hwnas.results.Report} draws a {@link io.hwnas.results.ReportData} as one HTML
 * file that opens offline. {@link io.hwnas.results.ParetoFront} keeps what nothing dominates, for
 * the search as for the report. All of it survives the process being killed at any moment.
 */
package io.hwnas.results;
