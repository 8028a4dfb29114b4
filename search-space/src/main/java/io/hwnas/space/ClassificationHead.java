package io.hwnas.space;

import java.util.OptionalInt;

/**
 * A classification head: 1×1 convolution with batch norm, global average pool, fully connected
 * hidden layer without batch norm, dropout, classifier.
 *
 * <p>MobileNetV1 has neither convolution nor hidden layer, V2 and MnasNet have the convolution,
 * V3's efficient last stage (section 5.1) has both.
 *
 * @param convolutionChannels channels of the convolution before the pool, if any
 * @param hiddenChannels channels of the hidden layer after the pool, if any
 * @param hiddenBias whether the hidden layer, if any, has a bias: MobileNetV3's has (slim,
 *     torchvision), Once-for-All's has not ({@code feature_mix_layer})
 * @param nonlinearity nonlinearity after the convolution and after the hidden layer
 * @param dropout rate of dropout before the classifier, in [0, 1)
 * @param classes number of classes
 */
public record ClassificationHead(
    OptionalInt convolutionChannels,
    OptionalInt hiddenChannels,
    boolean hiddenBias,
    Nonlinearity nonlinearity,
    double dropout,
    int classes)
    implements Head {
  /** Checks the ranges. */
  public ClassificationHead {
    if (convolutionChannels.isPresent()) {
      Checks.atLeast("head convolution channels", convolutionChannels.getAsInt(), 1);
    }
    if (hiddenChannels.isPresent()) {
      Checks.atLeast("head hidden channels", hiddenChannels.getAsInt(), 1);
    }
    Checks.within("dropout", dropout, 0, 0.99);
    Checks.atLeast("classes", classes, 2);
  }

  /**
   * Describes a head whose hidden layer, if any, has a bias.
   *
   * @param convolutionChannels channels of the convolution before the pool, if any
   * @param hiddenChannels channels of the hidden layer after the pool, if any
   * @param nonlinearity nonlinearity after the convolution and after the hidden layer
   * @param dropout rate of dropout before the classifier, in [0, 1)
   * @param classes number of classes
   */
  public ClassificationHead(
      OptionalInt convolutionChannels,
      OptionalInt hiddenChannels,
      Nonlinearity nonlinearity,
      double dropout,
      int classes) {
    this(convolutionChannels, hiddenChannels, true, nonlinearity, dropout, classes);
  }

  /**
   * Returns the same head for another number of classes.
   *
   * @param count number of classes
   * @return the changed head
   */
  public ClassificationHead withClasses(int count) {
    return new ClassificationHead(
        convolutionChannels, hiddenChannels, hiddenBias, nonlinearity, dropout, count);
  }

  /**
   * Returns the same head with other channels.
   *
   * @param convolution channels of the convolution before the pool, if any
   * @param hidden channels of the hidden layer after the pool, if any
   * @return the changed head
   */
  public ClassificationHead withChannels(OptionalInt convolution, OptionalInt hidden) {
    return new ClassificationHead(convolution, hidden, hiddenBias, nonlinearity, dropout, classes);
  }
}
