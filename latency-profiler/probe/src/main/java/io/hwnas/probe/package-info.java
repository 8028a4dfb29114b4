/**
 * The measuring loop: runs networks on ONNX Runtime, on this machine or another, and tells how long
 * they and their nodes took.
 *
 * <p>{@link io.hwnas.probe.ProbeRuntime} is ONNX Runtime as an {@link
 * io.hwnas.probe.InferenceRuntime}; it profiles networks in turn, and {@link
 * io.hwnas.probe.NetworkTimer} times them in turn, both watching by a small network, the sentinel,
 * whether something else uses the core. What was measured goes through a {@link
 * io.hwnas.probe.MeasurementLog} before it is used. A {@link io.hwnas.probe.Fingerprint} says what
 * a figure was measured on.
 */
package io.hwnas.probe;
