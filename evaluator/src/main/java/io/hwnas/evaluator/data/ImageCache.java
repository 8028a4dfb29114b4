package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps data sets decoded: one file for a place and a form, made again whenever the content of the
 * place's files is another or the file is harmed.
 *
 * @param folder where the files lie
 */
record ImageCache(Path folder) {
  /** Maps the images from the cache, after decoding them into it if need be. */
  ImageSets read(DataSpec spec, ImageSource source) {
    String content = ContentDigest.of(source.files());
    Path file = folder.resolve(fileName(spec));
    try {
      Optional<ImageSets> kept = CacheFile.open(file, content);
      if (kept.isPresent()) {
        return kept.get();
      }
      Files.createDirectories(folder);
      ImageFit fit = ImageFit.of(spec);
      CacheFile.write(file, content, store -> source.read(fit, store));
      return CacheFile.open(file, content)
          .orElseThrow(() -> new IOException("what was written is not what is read"));
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: decoded images cannot be kept here (%s); name another folder with data.cache, or none to hold them in memory"
              .formatted(folder, Quoted.oneLine(String.valueOf(e.getMessage()))),
          e);
    }
  }

  /**
   * Names a file by what the images are called, and where and in what form they are; the default
   * fit adds nothing, so that files of versions that knew no other are still found.
   */
  private static String fileName(DataSpec spec) {
    Path source = Path.of(spec.source());
    // A named set is the same one in whatever folder one works.
    Path place =
        DataSets.names().contains(spec.source()) ? source : source.toAbsolutePath().normalize();
    String form =
        "%s|%s|%s|%s%s"
            .formatted(
                place,
                spec.directory().map(d -> d.toAbsolutePath().normalize()),
                spec.imageSize(),
                spec.channels(),
                spec.fit().equals(SquareFit.DEFAULT) ? "" : "|" + spec.fit());
    String called = String.valueOf(place.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
    return "%s-%s.images".formatted(called, ContentDigest.ofText(form));
  }
}
