package io.hwnas.cli.flow;

/**
 * What the found network may take.
 *
 * @param millis predicted latency, in milliseconds
 */
record Budget(double millis) {}
