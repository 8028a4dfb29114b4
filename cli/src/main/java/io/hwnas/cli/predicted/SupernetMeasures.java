package io.hwnas.cli.predicted;

import io.hwnas.search.Measure;

/**
 * What a search with a supernet can measure beside accuracy.
 *
 * @param crossEntropy the mean cross-entropy with the labels, in nats
 * @param jointScore how far a network stands out among random ones
 */
record SupernetMeasures(Measure crossEntropy, Measure jointScore) {}
