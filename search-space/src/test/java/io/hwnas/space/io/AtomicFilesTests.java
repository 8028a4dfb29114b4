package io.hwnas.space.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTests {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesAndReplacesAFileAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.writeString(file, "one");
    assertEquals("one", Files.readString(file));
    AtomicFiles.writeString(file, "zwölf");
    assertEquals("zwölf", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void leavesTheOldFileAloneWhenWritingFails() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.writeString(file, "old");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                AtomicFiles.write(
                    file,
                    stream -> {
                      stream.write("half".getBytes(StandardCharsets.UTF_8));
                      stream.flush();
                      throw new IOException("No space left on device");
                    }));
    assertEquals(file + ": No space left on device", thrown.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void refusesToReplaceAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    for (Executable attempt :
        List.<Executable>of(
            () -> AtomicFiles.writeString(pipe, "x"), () -> AtomicFiles.requireWritable(pipe))) {
      assertEquals(
          pipe + ": is a device or pipe, not a file; choose another name",
          assertThrows(FileSystemException.class, attempt).getMessage());
    }
    assertFalse(Files.isRegularFile(pipe));
    assertEquals(List.of("pipe"), names());
  }

  @Test
  void tellsBeforehandWhetherAFileCanBeWritten() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.requireWritable(file);
    assertEquals(List.of(), names());
    Files.writeString(file, "a file");
    AtomicFiles.requireWritable(file);
    assertEquals("a file", Files.readString(file));
    Path below = file.resolve("b.txt");
    IOException beforehand =
        assertThrows(IOException.class, () -> AtomicFiles.requireWritable(below));
    IOException writing =
        assertThrows(IOException.class, () -> AtomicFiles.writeString(below, "text"));
    assertTrue(beforehand.getMessage().startsWith(below + ": "), beforehand.getMessage());
    assertEquals(beforehand.getMessage(), writing.getMessage());
  }

  @Test
  void showsTheOldFileUntilTheNewOneIsWhole() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.writeString(file, "old");
    AtomicFiles.write(
        file,
        stream -> {
          stream.write('n');
          stream.flush();
          assertEquals("old", Files.readString(file));
          stream.write('w');
        });
    assertEquals("nw", Files.readString(file));
  }

  @Test
  void refusesAFolderAndAMissingFolder() {
    assertThrows(FileSystemException.class, () -> AtomicFiles.writeString(folder, "x"));
    assertThrows(
        NoSuchFileException.class,
        () -> AtomicFiles.writeString(folder.resolve("missing").resolve("a"), "x"));
    assertTrue(Files.isDirectory(folder));
  }
}
