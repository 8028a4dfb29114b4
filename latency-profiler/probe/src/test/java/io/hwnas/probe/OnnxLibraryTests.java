package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OnnxLibraryTests {
  @Test
  @EnabledOnOs(OS.LINUX)
  void leavesAnInstalledLibraryAlone() {
    String mapped = "7f00-7f01 r-xp 00000000 08:01 42    ";
    assertEquals(
        Set.of(Path.of("/tmp/onnxruntime-java12/libonnxruntime.so")),
        OnnxLibrary.unpacked(
            Stream.of(
                mapped + "/tmp/onnxruntime-java12/libonnxruntime.so",
                mapped + "/tmp/onnxruntime-java13/libonnxruntime.so (deleted)",
                mapped + "/opt/onnxruntime-java12/libonnxruntime.so",
                mapped + "/tmp/onnxruntime-java-1.29/libonnxruntime.so",
                "7f00-7f01 rw-p 00000000 00:00 0"),
            Path.of("/tmp")));
  }

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
