/**
 * Blocks, architectures, search spaces, reference networks, the lowering and exact costs.
 *
 * <p>An {@link io.hwnas.space.Architecture} says which blocks a network has; a {@link
 * io.hwnas.space.LayerGraph} says which operators, with which shapes, under which parameter names.
 * Every other module reads shapes, padding, rounded channel counts, parameter names and latency
 * keys from the graph and computes none of them itself.
 */
package io.hwnas.space;
