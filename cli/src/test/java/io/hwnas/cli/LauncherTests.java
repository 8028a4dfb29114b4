package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** When {@code ./hwnas} builds, in a source tree whose Maven only says that it was called. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the launcher is tried as on Linux")
final class LauncherTests {
  private static final Path LAUNCHER = Path.of("..", "hwnas");
  private static final Instant BUILT = Instant.parse("2024-01-02T00:00:00Z");
  private static final List<String> SOURCES =
      List.of(
          "pom.xml",
          "cli/pom.xml",
          "cli/src/main/java/Main.java",
          "evaluator/src/main/resources/images",
          "latency-profiler/probe/pom.xml",
          "latency-profiler/probe/src/main/java/Probe.java",
          "configs/quickstart.yaml",
          "configs/schema.json");

  @TempDir private Path root;

  @BeforeEach
  void makeABuiltTree() throws IOException {
    for (String source : SOURCES) {
      write(source, "a source");
    }
    Files.copy(LAUNCHER, root.resolve("hwnas"));
    write("cli/target/hwnas.built", "");
    write("cli/target/hwnas/bin/hwnas", "#!/bin/sh\necho ran");
    write("bin/mvn", "#!/bin/sh\nexit 1");
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setLastModifiedTime(path, FileTime.from(BUILT.minusSeconds(60)));
      }
    }
    Files.setLastModifiedTime(root.resolve("cli/target/hwnas.built"), FileTime.from(BUILT));
  }

  @TestFactory
  Stream<DynamicTest> it_builds_when_anything_that_is_packaged_has_changed() {
    return SOURCES.stream()
        .map(
            source ->
                DynamicTest.dynamicTest(
                    source,
                    () -> {
                      Path changed = root.resolve(source);
                      assertEquals("ran", output());
                      Files.setLastModifiedTime(changed, FileTime.from(BUILT.plusSeconds(60)));
                      assertTrue(output().startsWith("hwnas: building "), source);
                      Files.setLastModifiedTime(changed, FileTime.from(BUILT.minusSeconds(60)));
                    }));
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String output() throws IOException, InterruptedException {
    ProcessBuilder launcher = new ProcessBuilder(root.resolve("hwnas").toString());
    launcher.environment().merge("PATH", root.resolve("bin") + ":", (path, first) -> first + path);
    Path out = Files.createTempFile(root.resolve("cli/target"), "launcher", ".out");
    launcher.redirectErrorStream(true).redirectOutput(out.toFile()).start().waitFor();
    return Files.readString(out).strip();
  }
}
