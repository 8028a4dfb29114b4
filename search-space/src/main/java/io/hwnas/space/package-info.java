/**
 * Blocks, architectures, search spaces, reference networks, the lowering and exact costs.
 *
 * <p>An {@link io.hwnas.space.Architecture} says which blocks a network has; a {@link
 * io.hwnas.space.LayerGraph} says which operators, with which shapes, under which parameter names.
 * Every other module reads shapes, padding, rounded channel counts, parameter names and latency
 * keys from the graph and computes none of them itself.
 *
 * <p>Public surface: {@code Architecture} and its parts, {@code Architectures} (arch.yaml), {@code
 * WidthRule}; {@code LayerGraph} with {@code Layer}, {@code Operator}, {@code Parameter}, {@code
 * LoweredBlock} and {@code ChannelGroup}; {@code SlicedGraph}; {@code SearchSpace} with {@code
 * Decision} and {@code DecisionVector}, {@code CompiledSpace}; {@code NasBenchMacro} and {@code
 * ChannelBenchMacro} (their keys), {@code OnceForAllSpec} and {@code OnceForAllNetConfig}; {@code
 * ReferenceNetworks} with {@code NetworkOptions}; {@code Cost}; {@code ChannelGroups}; {@code
 * Schemas}; and for all modules {@code Seeds}, {@code ProgressListener}, {@code
 * InvalidInputException}, {@code io.hwnas.space.yaml} and {@code io.hwnas.space.io}.
 */
package io.hwnas.space;
