package io.hwnas.cli.config;

import io.hwnas.evaluator.data.DataSpec;
import io.hwnas.evaluator.data.SquareFit;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads which images a run learns from, and in what form. */
final class DataReader {
  static final String FIT = "fit";
  static final String CROP_SHARE = "crop-share";

  /** The folder of decoded images, from the launcher. */
  private static final String CACHE_PROPERTY = "hwnas.images";

  private DataReader() {}

  static DataSpec read(YamlNode node) {
    node.allowOnly("source", "directory", "image-size", "channels", FIT, CROP_SHARE, "cache");
    return new DataSpec(
        node.required("source").asString(),
        node.optional("directory").map(directory -> Path.of(directory.asString())),
        number(node.optional("image-size"), DataSpec.LARGEST_IMAGE_SIZE),
        number(node.optional("channels"), 3),
        SquareFit.read(node, CROP_SHARE),
        cache(node.optional("cache").map(YamlNode::asString)));
  }

  /**
   * Returns where decoded images are kept: where the key says, else the launcher, if that can be.
   */
  private static Optional<Path> cache(Optional<String> given) {
    return given.isPresent()
        ? given.filter(folder -> !folder.equals("none")).map(Path::of)
        : Optional.ofNullable(System.getProperty(CACHE_PROPERTY))
            .map(Path::of)
            .filter(DataReader::canBeMade);
  }

  private static boolean canBeMade(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    return Files.isDirectory(existing) && Files.isWritable(existing);
  }

  private static Optional<Integer> number(Optional<YamlNode> node, int most) {
    return node.map(value -> value.asInt(1, most));
  }
}
