package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyTablesTests {
  private static final TableProtocol PROTOCOL =
      new TableProtocol(1, 1, Optional.empty(), 1, 0, 4, 6, new TimingProtocol(1, 1, 0, 3));

  private final FakeRuntime runtime = new FakeRuntime();
  private final LatencyTable table =
      new TableBuilder(runtime)
          .build(
              Spaces.smallSource(),
              PROTOCOL,
              5,
              MeasurementLog.inMemory(),
              ProgressListener.SILENT);
  private final String text = LatencyTables.text(table);

  @TempDir Path folder;

  private static String refusal(String text) {
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> LatencyTables.parse(YamlNode.parse("table.yaml", text)));
    return thrown.getMessage();
  }

  private void refuses(String find, String replacement, String complaint) {
    assertTrue(text.contains(find), text.substring(0, 2000));
    String message = refusal(text.replaceFirst(java.util.regex.Pattern.quote(find), replacement));
    assertTrue(message.startsWith("table.yaml:"), message);
    assertTrue(message.contains(complaint), message);
    assertTrue(message.lines().count() == 1, message);
  }

  @Test
  void readBackEqualAndWrittenAgainToTheSameBytes() throws IOException {
    Path file = folder.resolve("table.yaml");
    LatencyTables.write(file, table);
    LatencyTable back = LatencyTables.read(file);
    assertEquals(table, back);
    assertEquals(Files.readString(file), LatencyTables.text(back));
  }

  @Test
  void refuseAnotherFormat() {
    refuses("format: hwnas-latency-table/2", "format: hwnas-latency-table/9", "format must be");
  }

  @Test
  void refuseAMissingFigure() {
    refuses("median-millis: ", "median-milli: ", "unknown key 'median-milli'");
    refuses("    origin: cover\n", "", "missing key 'origin'");
  }

  @Test
  void refuseANegativeFigure() {
    refuses("spread-millis: ", "spread-millis: -1 #", "spread-millis");
  }

  @Test
  void refuseWhatIsNotANumber() {
    refuses("median-millis: ", "median-millis: .nan #", "median-millis");
    refuses("median-millis: ", "median-millis: NaN #", "median-millis");
  }

  @Test
  void refuseADoubledEntry() {
    int start = text.indexOf('\n', text.indexOf("\nentries:") + 1) + 1;
    String entry = text.substring(start, text.indexOf("origin: cover\n", start) + 14);
    String message = refusal(text + entry);
    assertTrue(message.contains("table.yaml:"), message);
  }

  @Test
  void refuseACutFile() {
    int end = text.lastIndexOf("origin: cover\n");
    int cut = text.lastIndexOf("origin: cover\n", end - 1) + "origin: cover\n".length();
    assertTrue(refusal(text.substring(0, cut)).contains("has been cut"));
  }

  @Test
  void refuseATimeThatIsNone() {
    refuses("2026-11-24T09:30:00Z", "yesterday", "measured-at must be a time");
  }

  @Test
  void refuseATableOfAnotherMachineUnlessAccepted() throws IOException {
    Path file = folder.resolve("table.yaml");
    Fingerprint f = table.fingerprint();
    Fingerprint here =
        new Fingerprint(
            "Other CPU",
            8,
            f.runtime(),
            "1.1",
            f.options(),
            2,
            f.batch(),
            f.exportedForm(),
            "Other OS",
            "other",
            f.measuredAt().plusSeconds(5));
    LatencyTables.write(file, table);
    InvalidInputException thrown =
        assertThrows(InvalidInputException.class, () -> LatencyTables.read(file, here, false));
    assertTrue(
        thrown
            .getMessage()
            .contains(
                "cpu 'Fake CPU' instead of 'Other CPU', runtime version '1.0' instead of '1.1',"
                    + " threads '1' instead of '2';"),
        thrown::getMessage);
    assertTrue(thrown.getMessage().contains("--accept-foreign-table"));
    assertEquals(table, LatencyTables.read(file, here, true));
    assertEquals(table, LatencyTables.read(file, f, false));
  }
}
