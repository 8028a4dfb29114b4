package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command does whose natives are not unpacked yet. */
final class FirstUseTests {
  @TempDir private Path folder;

  /** Else the loader takes a libtorch of the system for the part, and two of them crash. */
  @Test
  void no_part_of_libtorch_is_loaded_before_one_that_it_needs() throws Exception {
    TinyRun tiny = TinyRun.in(folder);
    CommandRun run =
        new HwnasProcess()
            .with("HWNAS_CACHE", folder.resolve("cache").toString())
            .java("-Dorg.bytedeco.javacpp.logger.debug=true")
            .run(
                folder,
                "evaluate",
                tiny.largest().toString(),
                "--weights=" + tiny.weights(),
                "--data=" + folder.resolve("data"));
    assertEquals(0, run.exitCode());
    List<String> loaded =
        Stream.concat(run.out().lines(), run.err().lines())
            .filter(line -> line.startsWith("Debug: Loading /") && line.contains("pytorch"))
            .map(line -> Path.of(line).getFileName().toString())
            .toList();
    assertTrue(loaded.contains("libtorch_cpu.so"), loaded::toString);
    assertTrue(loaded.indexOf("libtorch_cpu.so") < loaded.indexOf("libtorch.so"), loaded::toString);
    assertTrue(loaded.indexOf("libc10.so") < loaded.indexOf("libtorch_cpu.so"), loaded::toString);
  }
}
