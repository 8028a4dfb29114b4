package io.hwnas.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTests {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @TempDir Path folder;

  @Test
  void recallsWhatAnEarlierProcessRecorded() {
    Path file = folder.resolve("journal.jsonl");
    try (Journal journal = Journal.open(file)) {
      journal.record("steps", JSON.numberNode(120));
      journal.recordNumbers("latency/s1.b0", List.of(0.1, 1e-300, 3.0));
      journal.record("text", TextNode.valueOf("line\nbreak \"ü\""));
    }
    try (Journal journal = Journal.open(file)) {
      assertEquals(120, journal.recall("steps").orElseThrow().asInt());
      assertEquals(Optional.of(List.of(0.1, 1e-300, 3.0)), journal.recallNumbers("latency/s1.b0"));
      assertEquals("line\nbreak \"ü\"", journal.recall("text").orElseThrow().asText());
      assertEquals(Optional.empty(), journal.recall("other"));
      assertEquals(List.of("steps", "latency/s1.b0", "text"), journal.keys());
    }
  }

  @Property(tries = 60)
  void everyFiniteDoubleComesBackToTheLastBit(@ForAll @Size(20) long[] bits) throws IOException {
    Path file = Files.createTempFile("journal", ".jsonl");
    List<Double> numbers =
        Arrays.stream(bits).mapToObj(Double::longBitsToDouble).filter(Double::isFinite).toList();
    try (Journal journal = Journal.open(file)) {
      journal.recordNumbers("values", numbers);
    }
    try (Journal journal = Journal.open(file)) {
      assertEquals(Optional.of(numbers), journal.recallNumbers("values"));
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aLineTornAtAnyByteIsDroppedAndTheJournalGoesOn() throws IOException {
    Path file = folder.resolve("journal.jsonl");
    try (Journal journal = Journal.open(file)) {
      journal.record("first", JSON.numberNode(1));
    }
    byte[] one = Files.readAllBytes(file);
    try (Journal journal = Journal.open(file)) {
      journal.record("second", TextNode.valueOf("two, with ü"));
    }
    byte[] two = Files.readAllBytes(file);
    for (int length = 0; length <= two.length; length++) {
      Files.write(file, Arrays.copyOf(two, length));
      List<String> expected =
          length == two.length
              ? List.of("first", "second")
              : length >= one.length ? List.of("first") : List.of();
      assertEquals(expected, Journal.read(file).keys());
      assertEquals(length, Files.size(file), "reading changed the file");
      try (Journal journal = Journal.open(file)) {
        assertEquals(expected, journal.keys(), "torn at byte " + length);
        journal.record("first", JSON.numberNode(1));
        journal.record("second", TextNode.valueOf("two, with ü"));
      }
      assertArrayEquals(two, Files.readAllBytes(file), "torn at byte " + length);
    }
  }

  @Test
  void aChangedByteInTheLastLineDropsItAndElsewhereIsRefused() throws IOException {
    Path file = folder.resolve("journal.jsonl");
    long firstLine;
    try (Journal journal = Journal.open(file)) {
      journal.record("first", JSON.numberNode(1));
      firstLine = Files.size(file);
      journal.record("second", JSON.numberNode(2));
    }
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      if (good[i] == '\n') {
        continue;
      }
      byte[] changed = good.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      if (i >= firstLine) {
        try (Journal journal = Journal.open(file)) {
          assertEquals(List.of("first"), journal.keys());
        }
      } else {
        InvalidInputException refused =
            assertThrows(InvalidInputException.class, () -> Journal.open(file));
        assertTrue(refused.getMessage().contains("journal.jsonl:1: "), refused.getMessage());
        assertArrayEquals(changed, Files.readAllBytes(file));
      }
    }
  }

  @Test
  void aFileOfOneLineThatIsNoJournalIsRefusedAndKept() throws IOException {
    Path file = folder.resolve("notes.txt");
    for (String text : List.of("mine", "mine\n")) {
      Files.writeString(file, text);
      assertThrows(InvalidInputException.class, () -> Journal.open(file));
      assertEquals(text, Files.readString(file));
    }
  }

  @Test
  void aMissingLineIsRefused() throws IOException {
    Path file = folder.resolve("journal.jsonl");
    try (Journal journal = Journal.open(file)) {
      for (int i = 0; i < 4; i++) {
        journal.record("key" + i, JSON.numberNode(i));
      }
    }
    List<String> lines = Files.readAllLines(file);
    String shortened = String.join("\n", lines.get(0), lines.get(2), lines.get(3)) + "\n";
    Files.write(file, shortened.getBytes(StandardCharsets.UTF_8));
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> Journal.open(file));
    assertTrue(refused.getMessage().contains("journal.jsonl:2: "), refused.getMessage());
  }

  @Test
  void aSecondWriterIsRefused() {
    Path file = folder.resolve("journal.jsonl");
    try (Journal journal = Journal.open(file)) {
      journal.record("steps", JSON.numberNode(120));
      assertEquals(
          file + ": another process is writing into it; wait for it or choose another place",
          assertThrows(InvalidInputException.class, () -> Journal.open(file)).getMessage());
      assertEquals(List.of("steps"), Journal.read(file).keys());
      journal.record("more", JSON.numberNode(1));
    }
    try (Journal journal = Journal.open(file)) {
      assertEquals(List.of("steps", "more"), journal.keys());
    }
  }

  @Test
  void aDeviceIsNoJournal() {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "skipped: no /dev/null here");
    assertEquals(
        "/dev/null: is a device or pipe, not a journal",
        assertThrows(InvalidInputException.class, () -> Journal.open(device)).getMessage());
  }

  @Test
  void recordingAnotherValueUnderAKeyIsAnError() throws IOException {
    Path file = folder.resolve("journal.jsonl");
    try (Journal journal = Journal.open(file)) {
      journal.record("steps", JSON.numberNode(120));
      long size = Files.size(file);
      assertEquals(JSON.numberNode(120), journal.record("steps", JSON.numberNode(120L)));
      assertEquals(size, Files.size(file));
      IllegalStateException error =
          assertThrows(
              IllegalStateException.class, () -> journal.record("steps", JSON.numberNode(121)));
      assertTrue(error.getMessage().contains("steps is 120, and cannot become 121"));
    }
  }

  @Test
  void measuresOnlyWhatIsNotRecorded() {
    Path file = folder.resolve("journal.jsonl");
    try (Journal journal = Journal.open(file)) {
      assertEquals(List.of(1.5), journal.recallOrRecordNumbers("x", () -> List.of(1.5)));
      assertEquals(List.of(1.5), journal.recallOrRecordNumbers("x", () -> List.of(2.5)));
      assertEquals(7, journal.recallOrRecord("y", () -> JSON.numberNode(7)).asInt());
      assertEquals(7, journal.recallOrRecord("y", () -> JSON.numberNode(8)).asInt());
    }
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    try (Journal journal = Journal.open(folder.resolve("journal.jsonl"))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> journal.recordNumbers("x", List.of(Double.POSITIVE_INFINITY)));
    }
  }

  @Test
  void aJournalOpenForReadingTakesNothing() {
    Journal journal = Journal.read(folder.resolve("journal.jsonl"));
    assertThrows(IllegalStateException.class, () -> journal.record("x", JSON.numberNode(1)));
  }
}
