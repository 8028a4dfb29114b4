package io.hwnas.latency;

import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a table was measured for: a search space, one network, or one network of any channel counts.
 *
 * <p>What comes with hwnas is named; anything else stands in the table's file in full, so that the
 * file is enough to draw other networks from and to be completed.
 */
public sealed interface TableSource {
  /** Greatest resolution that a table may name. */
  int MOST_PIXELS = 4096;

  /** Key of how many networks of random channels were measured. */
  String CHANNEL_NETWORKS = "channel-networks";

  /**
   * Returns what a person calls it.
   *
   * @return the name of the space or network
   */
  String name();

  /**
   * Images that a space was measured for, where they are not its own.
   *
   * @param channels channels of the images
   * @param classes number of classes
   */
  record Images(int channels, int classes) {}

  /**
   * A search space.
   *
   * @param definition the name of a built-in space, or a space in full
   * @param images the images, where they are not the space's own
   * @param resolutions the resolutions that it was measured at, in pixels; empty for the space's
   *     own
   */
  record OfSpace(YamlNode definition, Optional<Images> images, List<Integer> resolutions)
      implements TableSource {
    /** Copies the list. */
    public OfSpace {
      resolutions = List.copyOf(resolutions);
    }

    /**
     * Names a built-in space.
     *
     * @param name its name
     * @return the source
     */
    public static OfSpace named(String name) {
      return of(scalar(name));
    }

    /**
     * Describes a space.
     *
     * @param definition the name of a built-in space, or a space in full
     * @return the source
     */
    public static OfSpace of(YamlNode definition) {
      return new OfSpace(definition, Optional.empty(), List.of());
    }

    /**
     * Returns the same space for other images.
     *
     * @param channels channels of the images
     * @param classes number of classes
     * @return the source
     */
    public OfSpace forImages(int channels, int classes) {
      return new OfSpace(definition, Optional.of(new Images(channels, classes)), resolutions);
    }

    /**
     * Returns the same space at other resolutions.
     *
     * @param pixels the resolutions; empty for the space's own
     * @return the source
     */
    public OfSpace at(List<Integer> pixels) {
      return new OfSpace(definition, images, pixels);
    }

    @Override
    public String name() {
      return definition.isMap() ? definition.required("name").asString() : definition.asString();
    }

    /**
     * Returns the space, once for each resolution.
     *
     * @return the spaces, of equal decisions but for the resolution
     * @throws InvalidInputException if the definition is none
     */
    public List<SearchSpace> spaces() {
      SearchSpace own =
          definition.isMap() ? SearchSpace.parse(definition) : SearchSpace.named(name());
      SearchSpace fitted =
          images.map(data -> own.forData(data.channels(), data.classes())).orElse(own);
      return resolutions.isEmpty()
          ? List.of(fitted)
          : resolutions.stream().map(fitted::atResolution).toList();
    }
  }

  /**
   * One network.
   *
   * @param definition a reference network's name, or an architecture in full
   */
  record OfNetwork(YamlNode definition) implements TableSource {
    /**
     * Describes a network.
     *
     * @param network the network
     * @return the source
     */
    public static OfNetwork of(Architecture network) {
      String name = network.name();
      boolean known =
          ReferenceNetworks.isKnown(name) && ReferenceNetworks.named(name).equals(network);
      return new OfNetwork(
          known ? scalar(name) : YamlNode.parse(name, Architectures.write(network)));
    }

    @Override
    public String name() {
      return definition.isMap() ? definition.required("name").asString() : definition.asString();
    }

    /**
     * Returns the network.
     *
     * @return the architecture
     * @throws InvalidInputException if the definition is none
     */
    public Architecture architecture() {
      return definition.isMap() ? Architectures.read(definition) : ReferenceNetworks.named(name());
    }
  }

  /**
   * One network with any counts of channels: random ones are measured, others predicted from them.
   *
   * @param base the network, which has the most channels
   * @param networks how many networks of random channels are profiled, beside the network itself
   */
  record OfChannels(OfNetwork base, int networks) implements TableSource {
    /** Fewest networks that a model of channels is fitted on. */
    public static final int LEAST_NETWORKS = 8;

    /** Most networks. */
    public static final int MOST_NETWORKS = 10_000;

    /** Checks the range. */
    public OfChannels {
      if (networks < LEAST_NETWORKS || networks > MOST_NETWORKS) {
        throw new InvalidInputException(
            "networks of random channels must be from %d to %d, not %d"
                .formatted(LEAST_NETWORKS, MOST_NETWORKS, networks));
      }
    }

    @Override
    public String name() {
      return base.name() + " (any channels)";
    }
  }

  private static YamlNode scalar(String name) {
    return YamlNode.parse("name", "name: " + name).required("name");
  }

  /**
   * Reads a source as it stands in a table's file.
   *
   * @param node the source
   * @return the source
   * @throws InvalidInputException located, if it describes none
   */
  static TableSource read(YamlNode node) {
    node.allowOnly("space", "images", "resolutions", "network", CHANNEL_NETWORKS);
    Optional<YamlNode> network = node.optional("network");
    if (network.isPresent()) {
      return readNetwork(node, network.get());
    }
    node.allowOnly("space", "images", "resolutions");
    List<Integer> resolutions = new ArrayList<>();
    node.optional("resolutions")
        .ifPresent(
            list -> list.asList().forEach(item -> resolutions.add(item.asInt(1, MOST_PIXELS))));
    OfSpace source =
        new OfSpace(
            node.required("space"), node.optional("images").map(TableSource::images), resolutions);
    located(source.definition(), source::spaces);
    return source;
  }

  private static TableSource readNetwork(YamlNode node, YamlNode network) {
    node.allowOnly("network", CHANNEL_NETWORKS);
    OfNetwork written = new OfNetwork(network);
    located(network, written::architecture);
    // In today's words, so that a network an earlier version wrote is no other network.
    OfNetwork source = OfNetwork.of(written.architecture());
    Optional<YamlNode> channels = node.optional(CHANNEL_NETWORKS);
    return channels.isEmpty()
        ? source
        : new OfChannels(
            source, channels.get().asInt(OfChannels.LEAST_NETWORKS, OfChannels.MOST_NETWORKS));
  }

  private static Images images(YamlNode node) {
    node.allowOnly("channels", "classes");
    return new Images(
        node.required("channels").asInt(1, 1024), node.required("classes").asInt(2, 1_000_000));
  }

  private static void located(YamlNode node, Runnable check) {
    try {
      check.run();
    } catch (InvalidInputException e) {
      if (node.isMap()) {
        throw e;
      }
      throw node.error(e.getMessage());
    }
  }

  /** Returns a source as it stands in a table's file. */
  static Map<String, Object> map(TableSource source) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (source instanceof OfNetwork network) {
      map.put("network", network.definition());
    } else if (source instanceof OfChannels channels) {
      map.put("network", channels.base().definition());
      map.put(CHANNEL_NETWORKS, channels.networks());
    } else if (source instanceof OfSpace space) {
      map.put("space", space.definition());
      space
          .images()
          .ifPresent(
              data -> {
                Map<String, Object> images = new LinkedHashMap<>();
                images.put("channels", data.channels());
                images.put("classes", data.classes());
                map.put("images", images);
              });
      if (!space.resolutions().isEmpty()) {
        map.put("resolutions", space.resolutions());
      }
    }
    return map;
  }
}
