/**
 * Searches that need no training: accuracy from a predictor or a benchmark's file, latency from
 * tables.
 *
 * <p>{@link io.hwnas.cli.predicted.PredictedSearchConfig} reads the configuration, {@link
 * io.hwnas.cli.predicted.PredictedSearch} makes the problem and searches, {@link
 * io.hwnas.cli.predicted.Found} is what is printed, {@link io.hwnas.cli.predicted.PredictedReport}
 * draws a run.
 */
package io.hwnas.cli.predicted;
