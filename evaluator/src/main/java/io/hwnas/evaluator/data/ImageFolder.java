package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the images of a folder with {@code train/CLASS/FILE} and {@code test/CLASS/FILE}. */
final class ImageFolder {
  private ImageFolder() {}

  /** Says whether a folder has one of the two parts. */
  static boolean isOne(Path folder) {
    return Files.isDirectory(folder.resolve("train")) || Files.isDirectory(folder.resolve("test"));
  }

  /** Lists the folder's images. */
  static ImageTree tree(Path folder) {
    return new ImageTree(
        folder.toString(), part(folder.resolve("train")), part(folder.resolve("test")));
  }

  private static SortedMap<String, List<ByteSource>> part(Path folder) {
    SortedMap<String, List<ByteSource>> classes = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return classes;
    }
    for (Path child : children(folder)) {
      if (Files.isDirectory(child)) {
        classes.put(child.getFileName().toString(), images(child));
      } else if (ImageTree.isImageName(child.toString())) {
        throw new InvalidInputException(
            Quoted.oneLine(child.toString()) + ": the image lies outside a class folder");
      }
    }
    return classes;
  }

  private static List<ByteSource> images(Path classFolder) {
    List<ByteSource> images = new ArrayList<>();
    for (Path child : children(classFolder)) {
      if (Files.isDirectory(child)) {
        throw new InvalidInputException(
            Quoted.oneLine(child.toString())
                + ": folders within a class folder are not read; move their images up");
      }
      ImageTree.requireImageName(child.toString());
      images.add(ByteSource.of(child));
    }
    return images;
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !ImageTree.isLeftBehind(child.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(
          Quoted.oneLine(folder.toString()) + ": the folder cannot be read", e);
    }
  }
}
