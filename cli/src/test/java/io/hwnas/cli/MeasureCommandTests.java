package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class MeasureCommandTests {
  @TempDir private Path folder;

  @Test
  @Timeout(60)
  void refuses_a_pipe_instead_of_waiting_for_it() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.onnx");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    assertEquals(
        "hwnas: " + pipe + ": is a device or pipe, not an ONNX file",
        CommandRun.of("measure", pipe.toString()).refusal());
  }

  @Test
  void networks_of_one_name_are_called_as_they_are_given() throws IOException {
    Path first = TinyRun.in(folder).largest();
    Path second = Files.copy(first, folder.resolve("other.yaml"));
    JsonNode measured =
        CommandRun.of("measure", first.toString(), second.toString(), "--json").json();
    assertEquals(
        List.of(first.toString(), second.toString()), measured.findValuesAsText("network"));
    assertEquals(
        "hwnas: the same network is given twice",
        CommandRun.of("measure", first.toString(), first.toString()).refusal());
  }

  @Test
  void refuses_what_is_no_onnx_file() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("folder.onnx"));
    assertEquals(
        "hwnas: " + inner + ": is a folder, not an ONNX file",
        CommandRun.of("measure", inner.toString()).refusal());
    Path missing = folder.resolve("missing.onnx");
    assertEquals(
        "hwnas: " + missing + ": no such file",
        CommandRun.of("measure", missing.toString()).refusal());
  }
}
