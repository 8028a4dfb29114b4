package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OnnxLibraryTests {
  @Test
  @EnabledOnOs(OS.LINUX)
  void leavesNoUnpackedFilesBesideALoadedLibrary() throws IOException {
    OnnxLibrary.environment();
    try (Stream<String> lines =
        Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
      List<String> mapped = lines.filter(line -> line.contains("/onnxruntime-java")).toList();
      assertFalse(mapped.isEmpty(), "nothing is unpacked where it was looked for");
      assertEquals(
          List.of(), mapped.stream().filter(line -> !line.endsWith(" (deleted)")).toList());
    }
  }
}
