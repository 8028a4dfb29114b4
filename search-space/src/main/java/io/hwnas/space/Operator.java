package io.hwnas.space;

/** What one layer of a {@link LayerGraph} computes. */
public sealed interface Operator {
  /**
   * A square convolution of NCHW input with weight [out, in/groups, kernel, kernel].
   *
   * @param inChannels channels in
   * @param outChannels channels out
   * @param kernel kernel size
   * @param stride stride
   * @param groups 1, or the channels in for a depthwise convolution
   * @param pads padding along height and width alike
   * @param bias whether a bias [out] is added
   */
  record Convolution(
      int inChannels, int outChannels, int kernel, int stride, int groups, Pads pads, boolean bias)
      implements Operator {}

  /**
   * Batch normalisation over N, H and W.
   *
   * @param channels channels in and out
   * @param constants epsilon and momentum
   */
  record BatchNormalization(int channels, BatchNorm constants) implements Operator {}

  /**
   * An elementwise nonlinearity.
   *
   * @param nonlinearity which
   */
  record Activation(Nonlinearity nonlinearity) implements Operator {}

  /**
   * The elementwise gate of a squeeze-excite.
   *
   * @param gate which
   */
  record Gating(Gate gate) implements Operator {}

  /** The mean over H and W: [N, C, H, W] to [N, C, 1, 1]. */
  record GlobalAveragePool() implements Operator {}

  /** Product of a feature map (first input) and one factor a channel (second input, 1×1). */
  record Scale() implements Operator {}

  /** Elementwise sum of two feature maps of one shape. */
  record Add() implements Operator {}

  /**
   * Dropout, the identity outside training.
   *
   * @param rate share of values dropped
   */
  record Dropout(double rate) implements Operator {}

  /**
   * A fully connected layer over a C×1×1 input, weight [out, in].
   *
   * @param inFeatures features in
   * @param outFeatures features out
   * @param bias whether a bias [out] is added
   */
  record Linear(int inFeatures, int outFeatures, boolean bias) implements Operator {}
}
