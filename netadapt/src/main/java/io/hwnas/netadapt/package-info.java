/**
 * Shrinks the filters of a trained network, step by step, to a latency budget.
 *
 * <p>{@link io.hwnas.netadapt.NetAdapt} is the method; the caller gives it a {@link
 * io.hwnas.latency.LatencyModel}, a {@link io.hwnas.netadapt.FineTuner}, a {@link
 * io.hwnas.netadapt.ValidationAccuracy} and an {@link io.hwnas.netadapt.AdaptationStore}, and gets
 * a {@link io.hwnas.netadapt.NetAdaptResult}. Its loop is {@link io.hwnas.netadapt.Descent}, in
 * which a {@link io.hwnas.netadapt.Policy} chooses among the networks of a {@link
 * io.hwnas.netadapt.Landscape}; trained networks are one, a function of channel counts may be
 * another. {@link io.hwnas.netadapt.WeightSlicer} and {@link io.hwnas.netadapt.FilterImportance}
 * cut weights of any network by what its parameters' axes say. Where nothing can be trained, {@link
 * io.hwnas.netadapt.RetainedNorm} stands in for accuracy.
 */
package io.hwnas.netadapt;
