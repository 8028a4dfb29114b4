package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeArchiveTests {
  @TempDir private Path folder;

  private String refusal(Path file) {
    return assertThrows(
            InvalidInputException.class,
            () -> {
              try (ProbeArchive archive = ProbeArchive.open(file)) {
                archive.requireModels(archive.plan());
              }
            })
        .getMessage()
        .replace(file.toString(), "FILE");
  }

  @Test
  void modelsAreReadByTheirNetworksNames() throws IOException {
    Path file =
        Plans.zip(
            folder.resolve("probe.zip"),
            Map.of(
                "plan.yaml",
                Plans.text(),
                "models/sentinel.onnx",
                "s",
                "models/small.onnx",
                "1",
                "models/large.onnx",
                "2"));
    try (ProbeArchive archive = ProbeArchive.open(file)) {
      ProbePlan plan = archive.plan();
      archive.requireModels(plan);
      List<TimedNetwork> networks = plan.tasks().get(1).networks();
      assertArrayEquals(new byte[] {'2'}, networks.get(1).onnx());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "/etc/evil", "models/../../evil", "..\\evil", "C:/evil", "models/.."})
  void anEntryThatLeadsOutOfTheFolderIsRefused(String name) throws IOException {
    Path file =
        Plans.zip(folder.resolve("probe.zip"), Map.of("plan.yaml", Plans.text(), name, "x"));
    assertEquals(
        "FILE: the entry '%s' leads out of the folder it would be unpacked in; do not use this file"
            .formatted(name),
        refusal(file));
    assertEquals(List.of(file), Files.list(folder).toList());
  }

  @Test
  void aMissingModelIsNamedBeforeAnythingIsMeasured() throws IOException {
    Path file =
        Plans.zip(
            folder.resolve("probe.zip"),
            Map.of(
                "plan.yaml", Plans.text(), "models/sentinel.onnx", "s", "models/small.onnx", "1"));
    assertEquals("FILE: has no models/large.onnx", refusal(file));
  }

  @Test
  void aZipThatWasCutShortIsRefused() throws IOException {
    Path whole = Plans.zip(folder.resolve("whole.zip"), Map.of("plan.yaml", Plans.text()));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length - 30));
    String message = refusal(cut);
    assertTrue(message.startsWith("FILE: is no zip, or was cut short ("), message);
  }

  @Test
  void aTextThatUnpacksToAFloodIsNotReadWhole() throws IOException {
    Path file = folder.resolve("flood.zip");
    try (OutputStream stream = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(stream)) {
      zip.putNextEntry(new ZipEntry("plan.yaml"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 20; i++) {
        zip.write(zeros);
      }
    }
    assertEquals("FILE: plan.yaml is longer than 16 MiB", refusal(file));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertEquals("FILE: no such file", refusal(folder.resolve("nothing.zip")));
    assertEquals("FILE: is a folder, not a zip", refusal(folder));
  }
}
