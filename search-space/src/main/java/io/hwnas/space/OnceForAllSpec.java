package io.hwnas.space;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.space.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * A subnet of Once-for-All's MobileNetV3 space as its code names it (mit-han-lab/once-for-all,
 * {@code sample_active_subnet}): five stages of up to four blocks.
 *
 * @param kernels {@code ks}: 20 kernels, 3, 5 or 7; those of absent blocks are disregarded
 * @param expansionRatios {@code e}: 20 ratios, 3, 4 or 6; those of absent blocks are disregarded
 * @param depths {@code d}: 5 depths, 2 to 4
 * @param resolution {@code r}: height and width of the image in pixels
 */
public record OnceForAllSpec(
    List<Integer> kernels, List<Integer> expansionRatios, List<Integer> depths, int resolution) {
  private static final String SPACE = "ofa-mobilenet-v3";
  private static final int STEM = 16;
  private static final double WIDE = 1.2;
  private static final int WIDE_STEM = 24;
  private static final int STAGES = 5;
  private static final int BLOCKS = 4;
  private static final List<Integer> KERNELS = List.of(3, 5, 7);
  private static final List<Integer> RATIOS = List.of(3, 4, 6);
  private static final List<Integer> DEPTHS = List.of(2, 3, 4);

  /** Copies the lists and checks their lengths and values. */
  public OnceForAllSpec {
    kernels = checked("ks", kernels, STAGES * BLOCKS, KERNELS);
    expansionRatios = checked("e", expansionRatios, STAGES * BLOCKS, RATIOS);
    depths = checked("d", depths, STAGES, DEPTHS);
    Checks.atLeast("r", resolution, 1);
  }

  private static List<Integer> checked(
      String key, List<Integer> values, int count, List<Integer> allowed) {
    if (values.size() != count || !allowed.containsAll(values)) {
      throw new InvalidInputException(
          "%s must be a list of %d numbers out of %s, not %s"
              .formatted(key, count, allowed, values));
    }
    return List.copyOf(values);
  }

  /**
   * Returns the subnet whose blocks are all alike.
   *
   * @param depth blocks of every stage
   * @param ratio expansion ratio of every block
   * @param kernel kernel of every block
   * @param resolution height and width of the image in pixels
   * @return the subnet
   */
  public static OnceForAllSpec uniform(int depth, int ratio, int kernel, int resolution) {
    return new OnceForAllSpec(
        Collections.nCopies(STAGES * BLOCKS, kernel),
        Collections.nCopies(STAGES * BLOCKS, ratio),
        Collections.nCopies(STAGES, depth),
        resolution);
  }

  /**
   * Tells whether a document is a subnet's specification.
   *
   * @param root a document
   * @return whether it has {@code ks}
   */
  public static boolean describes(YamlNode root) {
    return root.isMap() && root.optional("ks").isPresent();
  }

  /**
   * Reads a subnet.
   *
   * @param root JSON or YAML with the keys {@code ks}, {@code e}, {@code d} and {@code r}, the last
   *     a number or a list of one, and perhaps {@code wid}, which must be empty
   * @return the subnet
   * @throws InvalidInputException with file and line, if it describes none
   */
  public static OnceForAllSpec read(YamlNode root) {
    root.allowOnly("wid", "ks", "e", "d", "r");
    root.optional("wid")
        .filter(wid -> !wid.isNull())
        .ifPresent(
            wid -> {
              throw wid.error("wid must be empty: the width is part of the space's name");
            });
    YamlNode resolution = root.required("r");
    if (resolution.isList() && resolution.asList().size() != 1) {
      throw resolution.error("r must be one resolution");
    }
    YamlNode pixels = resolution.isList() ? resolution.asList().get(0) : resolution;
    return new OnceForAllSpec(
        numbers(root, "ks", STAGES * BLOCKS, KERNELS),
        numbers(root, "e", STAGES * BLOCKS, RATIOS),
        numbers(root, "d", STAGES, DEPTHS),
        pixels.asInt(1, FileLimits.RESOLUTION));
  }

  private static List<Integer> numbers(
      YamlNode root, String key, int count, List<Integer> allowed) {
    YamlNode list = root.required(key);
    List<Integer> values =
        list.asList().stream().map(item -> item.asInt(1, FileLimits.KERNEL)).toList();
    try {
      return checked(key, values, count, allowed);
    } catch (InvalidInputException e) {
      throw list.error(e.getMessage());
    }
  }

  /**
   * Returns the subnet of an architecture.
   *
   * @param architecture an architecture of {@code ofa-mobilenet-v3} or {@code ofa-mobilenet-v3-1.2}
   *     at any resolution, under any name
   * @return the subnet; absent blocks have the least kernel and ratio
   * @throws InvalidInputException if it is in neither space, naming what differs
   */
  public static OnceForAllSpec of(Architecture architecture) {
    SearchSpace.named(spaceName(widthOf(architecture)))
        .atResolution(architecture.input().resolution())
        .encode(architecture);
    List<Integer> kernels = new ArrayList<>();
    List<Integer> ratios = new ArrayList<>();
    List<Integer> depths = new ArrayList<>();
    int in = architecture.stages().get(0).blocks().get(0).outputChannels();
    for (Stage stage : architecture.stages().subList(1, architecture.stages().size())) {
      depths.add(stage.blocks().size());
      for (Block block : stage.blocks()) {
        kernels.add(block.kernel());
        ratios.add(expansion(block).orElse(in) / in);
        in = block.outputChannels();
      }
      for (int absent = stage.blocks().size(); absent < BLOCKS; absent++) {
        kernels.add(KERNELS.get(0));
        ratios.add(RATIOS.get(0));
      }
    }
    return new OnceForAllSpec(kernels, ratios, depths, architecture.input().resolution());
  }

  /**
   * Tells by the stem which of the two published spaces an architecture may be of.
   *
   * @param architecture an architecture
   * @return the width multiplier of the space: 1 or 1.2
   * @throws InvalidInputException if it is of neither
   */
  public static double widthOf(Architecture architecture) {
    int channels = architecture.stem().outputChannels();
    return switch (channels) {
      case STEM -> 1;
      case WIDE_STEM -> WIDE;
      default ->
          throw new InvalidInputException(
              "%s isn't in the space %s: its stem has %d channels, where %2$s has %d and %s has %d"
                  .formatted(
                      architecture.name(), SPACE, channels, STEM, spaceName(WIDE), WIDE_STEM));
    };
  }

  private static String spaceName(double width) {
    return width == 1 ? SPACE : SPACE + "-" + width;
  }

  private static OptionalInt expansion(Block block) {
    return block instanceof InvertedResidual residual ? residual.expansion() : OptionalInt.empty();
  }

  /**
   * Builds the subnet.
   *
   * @param width the width multiplier: 1 or 1.2 in the published spaces
   * @return the architecture
   */
  public Architecture architecture(double width) {
    SearchSpace space = SearchSpace.named(spaceName(width)).atResolution(resolution);
    List<Integer> choices = new ArrayList<>();
    for (int stage = 0; stage < STAGES; stage++) {
      int first = stage * BLOCKS;
      choices.add(DEPTHS.indexOf(depths.get(stage)));
      kernels.subList(first, first + BLOCKS).forEach(k -> choices.add(KERNELS.indexOf(k)));
      expansionRatios.subList(first, first + BLOCKS).forEach(e -> choices.add(RATIOS.indexOf(e)));
    }
    return space.decode(new DecisionVector(choices));
  }

  /**
   * Writes the subnet.
   *
   * @return JSON as Once-for-All's code reads it
   */
  public String toJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putNull("wid");
    kernels.forEach(array(root, "ks")::add);
    expansionRatios.forEach(array(root, "e")::add);
    depths.forEach(array(root, "d")::add);
    array(root, "r").add(resolution);
    return root.toPrettyString() + "\n";
  }

  private static ArrayNode array(ObjectNode root, String key) {
    return root.withArray("/" + key);
  }
}
