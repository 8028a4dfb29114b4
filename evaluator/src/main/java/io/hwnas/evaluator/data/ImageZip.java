package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads a zip of an image folder, {@code train/} and {@code test/} at its top or within its one top
 * folder.
 *
 * <p>Nothing is unpacked to disk. Entries that point outside the archive are refused all the same.
 */
final class ImageZip {
  private static final int MOST_ENTRIES = 2_000_000;

  private final Path path;
  private final ZipFile zip;

  private ImageZip(Path path, ZipFile zip) {
    this.path = path;
    this.zip = zip;
  }

  /** Does something with the archive's images while it is open. */
  static <T> T with(Path path, Function<ImageSource, T> use) {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return use.apply(new ImageZip(path, zip).tree());
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: this zip cannot be read (%s)"
              .formatted(path, Quoted.oneLine(String.valueOf(e.getMessage()))),
          e);
    }
  }

  private ImageTree tree() {
    List<List<String>> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    if (zip.size() > MOST_ENTRIES) {
      throw new InvalidInputException(
          "%s: the zip has %d entries; at most %d are read"
              .formatted(path, zip.size(), MOST_ENTRIES));
    }
    zip.stream()
        .map(ZipEntry::getName)
        .forEach(
            name -> {
              List<String> parts = checkedParts(name);
              if (!seen.add(name)) {
                throw entryError(name, "the zip holds this entry twice");
              }
              if (parts.stream().noneMatch(ImageTree::isLeftBehind)) {
                names.add(name.endsWith("/") ? withFolderMark(parts) : parts);
              }
            });
    String top = topFolder(names);
    return new ImageTree(path.toString(), part(names, top, "train"), part(names, top, "test"));
  }

  private List<String> checkedParts(String name) {
    List<String> parts = List.of(name.split("/"));
    if (name.startsWith("/")
        || name.contains("\\")
        || name.matches("[A-Za-z]:.*")
        || parts.contains("..")
        || parts.contains(".")
        || parts.contains("")) {
      throw entryError(name, "the entry points outside the archive; it is refused");
    }
    return parts;
  }

  /** Marks a folder's entry by a last part that is empty. */
  private static List<String> withFolderMark(List<String> parts) {
    List<String> marked = new ArrayList<>(parts);
    marked.add("");
    return marked;
  }

  private String topFolder(List<List<String>> names) {
    TreeSet<String> tops = new TreeSet<>();
    for (List<String> parts : names) {
      if (parts.size() > 1 && isPart(parts.get(0))) {
        return "";
      }
      if (parts.size() > 2 && isPart(parts.get(1))) {
        tops.add(parts.get(0));
      }
    }
    if (tops.size() > 1) {
      throw new InvalidInputException(
          "%s: both %s/ and %s/ hold image folders; zip one data set alone"
              .formatted(path, Quoted.oneLine(tops.first()), Quoted.oneLine(tops.last())));
    }
    return tops.isEmpty() ? "" : tops.first() + "/";
  }

  private static boolean isPart(String name) {
    return name.equals("train") || name.equals("test");
  }

  private SortedMap<String, List<ByteSource>> part(
      List<List<String>> names, String top, String part) {
    SortedMap<String, List<ByteSource>> classes = new TreeMap<>();
    int from = top.isEmpty() ? 0 : 1;
    for (List<String> parts : names) {
      String name = String.join("/", parts);
      if (!name.startsWith(top + part + "/") || parts.get(from + 1).isEmpty()) {
        continue;
      }
      if (parts.size() == from + 2) {
        if (ImageTree.isImageName(name)) {
          throw entryError(name, "the image lies outside a class folder");
        }
        continue;
      }
      List<ByteSource> files =
          classes.computeIfAbsent(parts.get(from + 1), unused -> new ArrayList<>());
      if (parts.size() > from + 3) {
        throw entryError(name, "folders within a class folder are not read; move their images up");
      }
      if (!parts.get(from + 2).isEmpty()) {
        ImageTree.requireImageName(location(name));
        files.add(new ByteSource(location(name), () -> zip.getInputStream(zip.getEntry(name))));
      }
    }
    return classes;
  }

  private InvalidInputException entryError(String entry, String problem) {
    return new InvalidInputException(location(entry) + ": " + problem);
  }

  private String location(String entry) {
    return Quoted.oneLine(path + "!" + entry);
  }
}
