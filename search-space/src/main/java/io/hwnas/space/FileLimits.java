package io.hwnas.space;

import io.hwnas.space.yaml.YamlNode;
import java.util.Optional;

/** Reads the values that architectures and spaces share, within ranges no network exceeds. */
final class FileLimits {
  static final int IMAGE_CHANNELS = 1024;
  static final int RESOLUTION = 4096;
  static final int CHANNELS = 16384;
  static final int DEPTH = 64;
  static final int STAGES = 64;
  static final int CHOICES = 256;
  static final int KERNEL = 31;
  private static final int STRIDE = 8;
  private static final int CLASSES = 1_000_000;

  private FileLimits() {}

  static int kernel(YamlNode node) {
    int kernel = node.asInt(1, KERNEL);
    if (kernel % 2 == 0) {
      throw node.error("a kernel must be odd, not " + kernel);
    }
    return kernel;
  }

  static int stride(YamlNode node) {
    return node.asInt(1, STRIDE);
  }

  static int channels(YamlNode node) {
    return node.asInt(1, CHANNELS);
  }

  static int classes(YamlNode node) {
    return node.asInt(2, CLASSES);
  }

  static double dropout(YamlNode node) {
    return node.asDouble(0, 0.99);
  }

  static Nonlinearity nonlinearity(YamlNode node) {
    return node.asEnum(Nonlinearity.class, Nonlinearity::label);
  }

  static SqueezeRule squeezeRule(Optional<YamlNode> node) {
    return node.map(rule -> rule.asEnum(SqueezeRule.class, SqueezeRule::label))
        .orElse(SqueezeRule.ROUNDED_EXPANSION);
  }

  static BatchNorm batchNorm(YamlNode node) {
    node.allowOnly("epsilon", "momentum");
    return new BatchNorm(
        node.required("epsilon").asDouble(1e-12, 1), node.required("momentum").asDouble(0, 1));
  }

  static void requireCount(YamlNode list, int count, int maximum) {
    if (count < 1 || count > maximum) {
      throw list.error("a list of 1 to %d items is needed, not %d".formatted(maximum, count));
    }
  }
}
