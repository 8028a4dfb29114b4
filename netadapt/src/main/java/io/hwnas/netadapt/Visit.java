package io.hwnas.netadapt;

/**
 * A network that was evaluated.
 *
 * @param network the network
 * @param cost what it costs
 * @param accuracy how accurate it is
 * @param <N> a network
 */
public record Visit<N>(N network, double cost, double accuracy) {}
