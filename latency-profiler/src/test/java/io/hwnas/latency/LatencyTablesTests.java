package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.Disturbance;
import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.yaml.YamlNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
  void keepTheShortestTimeThatABlockCanTake() {
    LatencyEntry shortest = LatencyEntry.of(1, 7, 1e-6, 0, LatencyEntry.Origin.COMPLETED);
    LatencyTable with = table.with(Map.of(table.entries().firstKey(), shortest));
    String written = LatencyTables.text(with);
    assertEquals(with, LatencyTables.parse(YamlNode.parse("table.yaml", written)));
  }

  @Test
  void keepWhatDisturbedAMeasuring() {
    runtime.disturbance = Optional.of(new Disturbance(1, 0, 0.123));
    LatencyTable disturbed =
        new TableBuilder(runtime)
            .build(
                Spaces.smallSource(),
                PROTOCOL,
                5,
                MeasurementLog.inMemory(),
                ProgressListener.SILENT);
    String written = LatencyTables.text(disturbed);
    assertEquals(disturbed, LatencyTables.parse(YamlNode.parse("table.yaml", written)));
    assertTrue(written.contains("other-cores: 0.123"), written.substring(0, 2000));
    assertTrue(refusal(written.replace("disturbed-share: ", "disturbed-share: 9 #")).contains("9"));
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
  void refuseABlockThatTakesNoTime() {
    refuses("median-millis: ", "median-millis: 0 #", "median-millis");
    refuses("nodes: ", "nodes: 0 #", "nodes");
  }

  @Test
  void refuseACalibrationThatNoFitGives() {
    refuses("per-node-millis: ", "per-node-millis: -1 #", "which no calibration gives");
    refuses("per-node-millis: ", "per-node-millis: 1000 #", "which no calibration gives");
    refuses("scale: ", "scale: 5e5 #", "'scale' must be");
    refuses("completion-ratio: ", "completion-ratio: 1e-6 #", "'completion-ratio' must be");
    refuses("residual: ", "residual: 1e5 #", "'residual' must be");
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
  void refuseEveryCutFile() {
    for (int cut = 1; cut < text.length() - 1; cut += 1 + text.length() / 500) {
      String message = refusal(text.substring(0, cut));
      assertTrue(message.startsWith("table.yaml:"), message);
      assertEquals(1, message.lines().count(), message);
    }
  }

  @Test
  void refuseAFileWithAnEntryLessThanItSays() {
    int start = text.indexOf('\n', text.indexOf("\nentries:") + 1) + 1;
    int end = text.indexOf("origin: cover\n", start) + "origin: cover\n".length();
    String message = refusal(text.substring(0, start) + text.substring(end));
    assertTrue(message.contains("has been cut or changed"), message);
  }

  @Test
  void refuseAnIntervalThatHoldsNoMedian() {
    refuses(
        "interval-millis: [", "interval-millis: [0.1] #", "interval-millis must be two numbers");
    refuses("interval-millis: [", "interval-millis: [900, 901] #", "must hold median-millis");
    refuses("interval-millis: [", "interval-millis: [.nan, 1] #", "must be a number");
  }

  @Test
  void refuseWhatItWasMeasuredForWhereThatIsNothing() {
    int start = text.indexOf("measured-for:");
    String before = text.substring(0, start);
    String after = text.substring(text.indexOf("fingerprint:"));
    for (String[] source :
        new String[][] {
          {"measured-for: []", "measured-for must name at least one"},
          {"measured-for: [{space: mobilenet-v3-smal}]", "did you mean 'mobilenet-v3-small'"},
          {"measured-for: [{network: mobilenet-v4}]", "unknown network 'mobilenet-v4'"},
          {"measured-for: [{network: mobilenet-v2, space: proxylessnas}]", "unknown key 'space'"},
          {"measured-for: [{space: proxylessnas, resolutions: [0]}]", "from 1 to 4096"},
          {"measured-for: [{space: {name: x}}]", "missing key"},
        }) {
      String message = refusal(before + source[0] + "\n" + after);
      assertTrue(message.startsWith("table.yaml:2: "), message);
      assertTrue(message.contains(source[1]), message);
    }
  }

  @Test
  void refuseAHugeFile() throws IOException {
    Path file = folder.resolve("huge.yaml");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    InvalidInputException thrown =
        assertThrows(InvalidInputException.class, () -> LatencyTables.read(file));
    assertEquals(
        file + ": longer than 16 MiB, which no YAML file of hwnas is", thrown.getMessage());
  }

  @Test
  void refuseWhatIsNoTable() {
    assertTrue(refusal("[1, 2]").startsWith("table.yaml:1: "));
    assertTrue(refusal("a: b").startsWith("table.yaml:1: missing key 'format'"));
    assertTrue(
        refusal("expanded_conv-input:112x112x16-output:112x112x16: {count: 1, mean: 2, std: 0}")
            .startsWith("table.yaml:1: is a latency table of Once-for-All or ProxylessNAS"));
    assertTrue(refusal("\u0000\u0001").startsWith("table.yaml:1: not valid YAML"));
  }

  @Test
  void refuseAFolderWithWhatTakesOne() {
    InvalidInputException thrown =
        assertThrows(InvalidInputException.class, () -> LatencyTables.read(folder));
    assertTrue(
        thrown
            .getMessage()
            .startsWith(folder + ": is a folder, not a latency table of hwnas; the "),
        thrown::getMessage);
    assertTrue(thrown.getMessage().contains("'hwnas cost --table' without"), thrown::getMessage);
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
                    + " threads '1' instead of '2', arch 'abacus' instead of 'other';"),
        thrown::getMessage);
    assertTrue(thrown.getMessage().contains("--accept-foreign-table"));
    assertEquals(table, LatencyTables.read(file, here, true));
    assertEquals(table, LatencyTables.read(file, f, false));
  }
}
