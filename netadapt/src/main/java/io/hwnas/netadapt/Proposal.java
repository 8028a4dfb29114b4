package io.hwnas.netadapt;

import java.util.Optional;

/**
 * One way to change a network: another number of channels in one group, and perhaps more in one
 * other, for which the first one pays.
 *
 * @param group id of the channel group
 * @param channels how many channels it has then
 * @param back the group that grows back, where one does while the first shrinks
 * @param latencyMillis predicted latency of the network then, in milliseconds
 */
public record Proposal(String group, int channels, Optional<GroupSize> back, double latencyMillis) {
  /**
   * A group and a number of channels.
   *
   * @param group id of the channel group
   * @param channels how many channels it has then
   */
  public record GroupSize(String group, int channels) {}

  /**
   * Creates a proposal in which one group changes alone.
   *
   * @param group id of the channel group
   * @param channels how many channels it has then
   * @param latencyMillis predicted latency of the network then, in milliseconds
   */
  public Proposal(String group, int channels, double latencyMillis) {
    this(group, channels, Optional.empty(), latencyMillis);
  }

  /** Tells whether another changes the same, whatever latency it is predicted to have. */
  boolean changesAs(Proposal other) {
    return equals(new Proposal(other.group, other.channels, other.back, latencyMillis));
  }
}
