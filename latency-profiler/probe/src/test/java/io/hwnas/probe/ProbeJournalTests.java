package io.hwnas.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeJournalTests {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void record() throws IOException {
    file = folder.resolve("result.zip.journal");
    try (ProbeJournal journal = ProbeJournal.open(file, "this")) {
      journal.record("a", List.of(1.0, 0.1));
    }
  }

  @Test
  void whatIsRecordedIsRecalledByALaterProcess() throws IOException {
    try (ProbeJournal journal = ProbeJournal.open(file, "this")) {
      assertEquals(Optional.of(List.of(1.0, 0.1)), journal.recall("a"));
      assertEquals(Optional.empty(), journal.recall("b"));
    }
  }

  @Test
  void aLineThatWasCutOffIsDropped() throws IOException {
    Files.writeString(file, "{\"key\":\"b\",\"val", StandardOpenOption.APPEND);
    try (ProbeJournal journal = ProbeJournal.open(file, "this")) {
      assertEquals(Optional.empty(), journal.recall("b"));
      journal.record("b", List.of(2.0));
    }
    try (ProbeJournal journal = ProbeJournal.open(file, "this")) {
      assertEquals(Optional.of(List.of(2.0)), journal.recall("b"));
    }
  }

  @Test
  void theJournalOfSomethingElseIsRefusedAndKept() throws IOException {
    String before = Files.readString(file);
    assertEquals(
        file
            + ": was begun with another plan, or on something else; remove it or choose another"
            + " --out",
        assertThrows(InvalidInputException.class, () -> ProbeJournal.open(file, "that"))
            .getMessage());
    assertEquals(before, Files.readString(file));
  }

  @Test
  void aFileWithoutAWholeLineThatIsNoJournalIsRefusedAndKept() throws IOException {
    Path notes = folder.resolve("notes.txt");
    Files.writeString(notes, "mine");
    assertThrows(InvalidInputException.class, () -> ProbeJournal.open(notes, "this"));
    assertEquals("mine", Files.readString(notes));
  }

  @Test
  void aJournalWhoseFirstLineWasCutOffBeginsAnew() throws IOException {
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, 5));
    ProbeJournal.open(file, "this").close();
    assertEquals(whole.lines().findFirst().orElseThrow() + "\n", Files.readString(file));
  }

  @Test
  void aValueThatIsNoNumberIsLocated() throws IOException {
    Files.writeString(file, "{\"key\":\"b\",\"values\":[\"1\"]}\n", StandardOpenOption.APPEND);
    assertEquals(
        file + ":3: \"1\" is no number; remove the file and measure again",
        assertThrows(InvalidInputException.class, () -> ProbeJournal.open(file, "this"))
            .getMessage());
  }

  @Test
  void aDeviceIsNoJournal() {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "skipped: no /dev/null here");
    assertEquals(
        "/dev/null: is a device or pipe, not a journal",
        assertThrows(InvalidInputException.class, () -> ProbeJournal.open(device, "this"))
            .getMessage());
  }

  @Test
  void timesAndProfilesOfADeviceAreRefused() throws IOException {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "skipped: no /dev/null here");
    Files.createSymbolicLink(folder.resolve("net.csv"), device);
    Files.createSymbolicLink(folder.resolve("net_1.json"), device);
    RecordedRuntime runtime = new RecordedRuntime(folder, null);
    TimedNetwork network = TimedNetwork.ofOnnx("net", new byte[0]);
    assertEquals(
        folder.resolve("net.csv") + ": is a device or pipe, not a file of times",
        assertThrows(InvalidInputException.class, () -> runtime.load(network)).getMessage());
    assertEquals(
        folder.resolve("net_1.json") + ": is a device or pipe, not a profile",
        assertThrows(InvalidInputException.class, () -> runtime.profile(List.of(network), 1, 0, 1))
            .getMessage());
  }

  @Test
  void damageWithinIsLocated() throws IOException {
    Files.writeString(file, "nonsense\n", StandardOpenOption.APPEND);
    assertEquals(
        file + ":3: is no JSON; remove the file and measure again",
        assertThrows(InvalidInputException.class, () -> ProbeJournal.open(file, "this"))
            .getMessage());
  }

  @Test
  void twoProcessesCannotHaveOneJournal() throws IOException {
    try (ProbeJournal journal = ProbeJournal.open(file, "this")) {
      assertEquals(
          file + ": another process is measuring into it",
          assertThrows(InvalidInputException.class, () -> ProbeJournal.open(file, "this"))
              .getMessage());
      journal.record("c", List.of());
    }
  }
}
