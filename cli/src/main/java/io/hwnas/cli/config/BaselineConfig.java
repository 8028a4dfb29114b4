package io.hwnas.cli.config;

import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.yaml.YamlNode;

/**
 * The network that the found one is held against.
 *
 * @param network a reference network, which is scaled by a width multiplier until it is as slow as
 *     the found one
 * @param scaleHidden whether the multiplier scales the head's hidden layer too
 * @param tolerance how much slower than the found network the baseline may be, as a fraction
 * @param imageShare images it is trained on, as a multiple of those the found network's weights saw
 */
public record BaselineConfig(
    String network, boolean scaleHidden, double tolerance, double imageShare) {
  static BaselineConfig read(YamlNode node) {
    node.allowOnly("network", "scale-hidden", "tolerance", "image-share");
    YamlNode network = node.required("network");
    if (!ReferenceNetworks.isKnown(network.asString())) {
      throw network.error(
          "no reference network is named '%s'; see hwnas networks".formatted(network.asString()));
    }
    return new BaselineConfig(
        network.asString(),
        node.required("scale-hidden").asBoolean(),
        node.required("tolerance").asDouble(0, 1),
        node.required("image-share").asDouble(0.01, 100));
  }
}
