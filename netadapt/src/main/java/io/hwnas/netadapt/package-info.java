/**
 * Shrinks the filters of a trained network, step by step, to a latency budget.
 *
 * <p>{@link io.hwnas.netadapt.NetAdapt} is the method; the caller gives it a {@link
 * io.hwnas.latency.LatencyModel}, a {@link io.hwnas.netadapt.FineTuner}, a {@link
 * io.hwnas.netadapt.ValidationAccuracy} and an {@link io.hwnas.netadapt.AdaptationStore}, and gets
 * a {@link io.hwnas.netadapt.NetAdaptResult}. {@link io.hwnas.netadapt.WeightSlicer} and {@link
 * io.hwnas.netadapt.FilterImportance} cut weights of any network by what its parameters' axes say.
 */
package io.hwnas.netadapt;
