package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Decodes the files of an image tree on all processors, and gathers what is wrong with them. */
final class TreeDecoding {
  /** Images decoded before they go to the store, so that few are held at a time. */
  private static final int CHUNK = 64;

  private static final int MOST_NAMED = 3;

  private final String name;
  private final ImageFit fit;
  private final PixelStore store;
  private final List<String> faults = new ArrayList<>();

  TreeDecoding(String name, ImageFit fit, PixelStore store) {
    this.name = name;
    this.fit = fit;
    this.store = store;
  }

  /**
   * What came of a file.
   *
   * @param file the file's name
   * @param image the image, if it is one
   * @param fault what is wrong otherwise
   */
  private record Decoded(String file, Optional<RawImage> image, String fault) {}

  /** Decodes the images of one part; those that cannot be used are missing from it. */
  ImageSet decode(SortedMap<String, List<ByteSource>> part) {
    Part decoded = new Part(part);
    int label = 0;
    for (List<ByteSource> files : part.values()) {
      for (int from = 0; from < files.size(); from += CHUNK) {
        List<ByteSource> chunk = files.subList(from, Math.min(files.size(), from + CHUNK));
        for (Decoded one : chunk.parallelStream().map(this::decoded).toList()) {
          decoded.add(label, one);
        }
      }
      label++;
    }
    return decoded.set();
  }

  private Decoded decoded(ByteSource file) {
    try {
      RawImage image = fit.apply(file.name(), ImageDecoder.decode(file));
      return new Decoded(file.name(), Optional.of(image), "");
    } catch (InvalidInputException e) {
      return new Decoded(file.name(), Optional.empty(), e.getMessage());
    }
  }

  /** Throws one line about all images that cannot be used. */
  void requireUsable() {
    if (faults.size() == 1) {
      throw new InvalidInputException(faults.get(0));
    }
    if (!faults.isEmpty()) {
      int more = faults.size() - MOST_NAMED;
      throw new InvalidInputException(
          "%s: %d images cannot be used: %s%s"
              .formatted(
                  name,
                  faults.size(),
                  faults.stream().limit(MOST_NAMED).collect(Collectors.joining("; ")),
                  more > 0 ? "; and %d more".formatted(more) : ""));
    }
  }

  /** The images of one part, begun with the form of the first. */
  private final class Part {
    private final List<String> classNames;
    private final long count;
    private Optional<ImageSet.Builder> set = Optional.empty();
    private int side;

    Part(SortedMap<String, List<ByteSource>> files) {
      classNames = List.copyOf(files.keySet());
      count = files.values().stream().mapToLong(List::size).sum();
    }

    void add(int label, Decoded decoded) {
      if (decoded.image().isEmpty()) {
        faults.add(decoded.fault());
        return;
      }
      RawImage image = decoded.image().get();
      if (set.isEmpty()) {
        side = image.height();
        store.require(name, count, image.samples().length);
        set = Optional.of(ImageSet.builder(image.channels(), side, side, classNames, store));
      }
      if (image.height() == side) {
        set.get().addOwned(label, image.samples());
      } else {
        faults.add(
            "%s: the image has %d pixels a side but those before it %d; give an image size"
                .formatted(decoded.file(), image.height(), side));
      }
    }

    ImageSet set() {
      if (set.isEmpty()) {
        requireUsable();
      }
      return set.orElseThrow().build();
    }
  }
}
