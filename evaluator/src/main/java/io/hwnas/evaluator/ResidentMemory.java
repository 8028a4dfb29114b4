package io.hwnas.evaluator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** How much of a process lies in memory. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String LABEL = "VmRSS:";
  private static final long BYTES_PER_KIB = 1024;

  private ResidentMemory() {}

  /**
   * Returns the resident set of this process, files that are mapped included; elsewhere than on
   * Linux what JavaCPP says, which on some systems leaves shared pages out.
   *
   * @return bytes
   */
  static long bytes() {
    return Files.isReadable(STATUS)
        ? ofStatus().orElseGet(Pointer::physicalBytes)
        : Pointer.physicalBytes();
  }

  private static Optional<Long> ofStatus() {
    try (Stream<String> lines = Files.lines(STATUS, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(LABEL))
          .map(line -> line.substring(LABEL.length()).replace("kB", "").strip())
          .map(kib -> BYTES_PER_KIB * Long.parseLong(kib))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
