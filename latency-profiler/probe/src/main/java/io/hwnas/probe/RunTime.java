package io.hwnas.probe;

/**
 * How long one run took.
 *
 * @param millis wall-clock time in milliseconds
 * @param disturbed whether something else had the processor meanwhile, so that the time says
 *     nothing of the network
 */
public record RunTime(double millis, boolean disturbed) {}
