package io.hwnas.netadapt;

/**
 * One way to make the network faster: fewer channels in one group.
 *
 * @param group id of the channel group
 * @param channels how many channels it keeps
 * @param latencyMillis predicted latency of the network then, in milliseconds
 */
public record Proposal(String group, int channels, double latencyMillis) {}
