/**
 * Measures latency on ONNX Runtime; builds, reads and verifies latency tables.
 *
 * <p>{@link io.hwnas.latency.LatencyModel} is all that the rest knows of latency; {@link
 * io.hwnas.latency.TableLatencyModel} answers from a {@link io.hwnas.latency.LatencyTable}, {@link
 * io.hwnas.latency.ChannelLatencyModel} also between channel counts, as {@link
 * io.hwnas.latency.ChannelModel} learns them from the table, {@link
 * io.hwnas.latency.CompletingLatencyModel} measures what the table lacks. {@link
 * io.hwnas.latency.TableBuilder} measures a table of a search space, {@link
 * io.hwnas.latency.LatencyTables} reads and writes it, {@link io.hwnas.latency.TableVerifier} holds
 * it against whole networks, and {@link io.hwnas.probe.NetworkTimer} times whole networks. What
 * runs them is an {@link io.hwnas.probe.InferenceRuntime}, in earnest {@link
 * io.hwnas.latency.OnnxRuntime}; what was measured goes through a {@link
 * io.hwnas.probe.MeasurementLog} before it is used.
 */
package io.hwnas.latency;
