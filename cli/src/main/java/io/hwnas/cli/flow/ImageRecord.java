package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.node.TextNode;
import io.hwnas.cli.progress.Console;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.results.Journal;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.InvalidInputException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps in a run's journal which images it was begun with: with others a training would go on from
 * weights that know some of what is held out for validation now.
 */
public final class ImageRecord {
  private static final String KEY = "images";

  private ImageRecord() {}

  /**
   * Says how many images there are where nothing of a run is done yet, and holds them against those
   * that it was begun with otherwise.
   *
   * @param directory the run
   * @param images its images
   * @param console hears how many there are
   * @throws InvalidInputException if the run was begun with others
   */
  public static void begin(RunDirectory directory, DataSplit images, Console console) {
    Journal journal = directory.journal();
    if (journal.keys().isEmpty()) {
      console.note(images.summary());
    }
    String now = images.checksum();
    Optional<String> before = recorded(journal);
    if (before.isEmpty()) {
      journal.record(KEY, TextNode.valueOf(now));
    } else if (!before.get().equals(now)) {
      throw new InvalidInputException(
          "%s was begun with other images (or others of them held out for validation); give those back, or start another run"
              .formatted(directory.root()));
    }
  }

  /**
   * Refuses images that are not those of another run, where that says which it had.
   *
   * @param run that run's folder
   * @param images the images
   * @param key what names the run, for the message
   * @throws InvalidInputException if that run was begun with others
   */
  public static void requireSame(Path run, DataSplit images, String key) {
    try (RunDirectory other = RunDirectory.open(run)) {
      if (!recorded(other.journal()).map(images.checksum()::equals).orElse(true)) {
        throw new InvalidInputException(
            "%s: %s was begun with other images; give those back, or train another"
                .formatted(key, run));
      }
    }
  }

  /**
   * Returns what tells a run's images from others.
   *
   * @param directory the run
   * @return their checksum; empty where an older version began the run
   */
  static Optional<String> of(RunDirectory directory) {
    return recorded(directory.journal());
  }

  private static Optional<String> recorded(Journal journal) {
    return journal.recall(KEY).map(value -> value.asText());
  }
}
