package io.hwnas.cli.config;

import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks that the found one is held against.
 *
 * @param networks reference networks, or {@value #OWN}, each scaled by a width multiplier until it
 *     is as slow as the found one; the first one also says what a budget of the run's own is taken
 *     from
 * @param scaleHidden whether the multiplier scales the head's hidden layer too
 * @param tolerance how much slower than the found network a baseline may be, as a fraction
 * @param imageShare images each is trained on, as a multiple of those the found network's weights
 *     saw
 */
public record BaselineConfig(
    List<String> networks, boolean scaleHidden, double tolerance, double imageShare) {
  /** Stands for the network that {@code hwnas netadapt} is given. */
  public static final String OWN = "own";

  /** The most baselines of a run. */
  public static final int MOST = 4;

  /** Copies the list. */
  public BaselineConfig {
    networks = List.copyOf(networks);
  }

  static BaselineConfig read(YamlNode node) {
    node.allowOnly("network", "scale-hidden", "tolerance", "image-share");
    return new BaselineConfig(
        networks(node.required("network")),
        node.required("scale-hidden").asBoolean(),
        node.required("tolerance").asDouble(0, 1),
        node.required("image-share").asDouble(0.01, 100));
  }

  /** Reads one name, or a list of them. */
  private static List<String> networks(YamlNode node) {
    List<String> networks = new ArrayList<>();
    for (YamlNode name : node.isList() ? node.asList() : List.of(node)) {
      String network = name.asString();
      if (!network.equals(OWN) && !ReferenceNetworks.isKnown(network)) {
        throw name.error(
            "no reference network is named '%s'; see hwnas networks".formatted(network));
      }
      if (networks.contains(network)) {
        throw name.error("the baseline '%s' is given twice".formatted(network));
      }
      networks.add(network);
    }
    if (networks.isEmpty() || networks.size() > MOST) {
      throw node.error("a run has 1 to %d baselines, not %d".formatted(MOST, networks.size()));
    }
    return networks;
  }
}
