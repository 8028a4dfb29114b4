package io.hwnas.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTests {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void nameFolder() {
    folder = temporary.resolve("checkpoints");
  }

  @Test
  void theLatestOfEachNameComesBack() throws IOException {
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      checkpoints.save("supernet", 10, FileContent.of("ten"));
      checkpoints.save("supernet", 20, FileContent.of("twenty"));
      checkpoints.save("netadapt", 1, FileContent.of("one"));
    }
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      Checkpoint supernet = checkpoints.latest("supernet").orElseThrow();
      assertEquals(20, supernet.step());
      assertEquals("twenty", Files.readString(supernet.file()));
      assertEquals("one", Files.readString(checkpoints.latest("netadapt").orElseThrow().file()));
      assertEquals(Optional.empty(), checkpoints.latest("other"));
    }
  }

  @Test
  void twoOfEachNameAreKept() throws IOException {
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      for (int step = 0; step < 5; step++) {
        checkpoints.save("a", step, FileContent.of("a" + step));
        checkpoints.save("b", step, FileContent.of("b" + step));
      }
    }
    assertEquals(List.of("a.3.6", "a.4.8", "b.3.7", "b.4.9", "manifest.jsonl"), names());
  }

  @Test
  void whatIsRemovedIsGoneAndItsNameCanBeUsedAgain() throws IOException {
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      checkpoints.remove("a");
      assertEquals(List.of("manifest.jsonl"), names());
      checkpoints.save("a", 1, FileContent.of("one"));
      checkpoints.save("a", 2, FileContent.of("two"));
      checkpoints.save("b", 1, FileContent.of("other"));
      checkpoints.remove("a");
      checkpoints.remove("a");
      assertEquals(Optional.empty(), checkpoints.latest("a"));
      assertEquals(List.of("b.1.2", "manifest.jsonl"), names());
    }
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      assertEquals(Optional.empty(), checkpoints.latest("a"));
      Checkpoint again = checkpoints.save("a", 1, FileContent.of("again"));
      assertEquals(Optional.of(again), checkpoints.latest("a"));
      assertEquals(4, Files.readAllLines(folder.resolve("manifest.jsonl")).size() - 1);
    }
  }

  @Test
  void aProcessKilledBetweenTheLineOfARemovalAndTheFilesLeavesNone() throws IOException {
    Path manifest = folder.resolve("manifest.jsonl");
    byte[] before;
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      checkpoints.save("a", 1, FileContent.of("one"));
      before = Files.readAllBytes(manifest);
      checkpoints.remove("a");
    }
    byte[] after = Files.readAllBytes(manifest);
    for (int length = before.length; length <= after.length; length++) {
      Files.write(manifest, Arrays.copyOf(after, length));
      Files.writeString(folder.resolve("a.1.0"), "one");
      try (Checkpoints checkpoints = Checkpoints.open(folder)) {
        boolean removed = length == after.length;
        assertEquals(removed, checkpoints.latest("a").isEmpty());
        assertEquals(
            removed ? List.of("manifest.jsonl") : List.of("a.1.0", "manifest.jsonl"), names());
      }
    }
  }

  @Test
  void aDamagedFileIsPassedOverForTheOneBefore() throws IOException {
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      checkpoints.save("a", 1, FileContent.of("good"));
      Path latest = checkpoints.save("a", 2, FileContent.of("better")).file();
      Files.writeString(latest, "bettes");
      assertEquals(1, checkpoints.latest("a").orElseThrow().step());
      Files.delete(latest);
      assertEquals(1, checkpoints.latest("a").orElseThrow().step());
    }
  }

  @Test
  void aProcessKilledBetweenFileAndManifestGoesOnFromTheOneBefore() throws IOException {
    Path manifest = folder.resolve("manifest.jsonl");
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      checkpoints.save("a", 1, FileContent.of("good"));
    }
    byte[] before = Files.readAllBytes(manifest);
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      checkpoints.save("a", 2, FileContent.of("moved, but not yet in the manifest"));
    }
    byte[] after = Files.readAllBytes(manifest);
    for (int length = before.length; length < after.length; length++) {
      Files.write(manifest, Arrays.copyOf(after, length));
      Files.writeString(folder.resolve("a.2.1"), "moved, but not yet in the manifest");
      Files.writeString(folder.resolve("a.3.2.tmp"), "half");
      try (Checkpoints checkpoints = Checkpoints.open(folder)) {
        assertEquals(1, checkpoints.latest("a").orElseThrow().step());
        assertEquals(List.of("a.1.0", "manifest.jsonl"), names());
        Checkpoint again = checkpoints.save("a", 2, FileContent.of("again"));
        assertEquals(Optional.of(again), checkpoints.latest("a"));
      }
    }
  }

  @Test
  void aWriterThatFailsLeavesNothing() throws IOException {
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      checkpoints.save("a", 1, FileContent.of("good"));
      FileContent failing =
          file -> {
            Files.writeString(file, "half");
            throw new IOException("No space left on device");
          };
      RuntimeException error =
          assertThrows(RuntimeException.class, () -> checkpoints.save("a", 2, failing));
      assertEquals(true, error.getMessage().contains("the disk is full"));
      assertEquals(List.of("a.1.0", "manifest.jsonl"), names());
      assertEquals(1, checkpoints.latest("a").orElseThrow().step());
    }
  }

  @Test
  void namesThatCouldLeaveTheFolderAreRefused() {
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      for (String name : List.of("../a", "", "a/b", ".a", "A")) {
        assertThrows(
            IllegalArgumentException.class, () -> checkpoints.save(name, 1, FileContent.of("x")));
      }
    }
  }

  @Test
  void readingChangesNothing() throws IOException {
    assertEquals(Optional.empty(), Checkpoints.read(folder).latest("a"));
    assertFalse(Files.exists(folder));
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      checkpoints.save("a", 1, FileContent.of("good"));
    }
    Files.writeString(folder.resolve("stray"), "x");
    assertEquals(1, Checkpoints.read(folder).latest("a").orElseThrow().step());
    assertEquals(List.of("a.1.0", "manifest.jsonl", "stray"), names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
