package io.hwnas.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.Architectures;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ReferenceNetworks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialStoreTests {
  private static final TrialSpec FIRST =
      TrialSpec.ofDecisions("search", List.of(1, 0, 3), "net-a", "name: net-a\n", 7);
  private static final TrialSpec SECOND =
      TrialSpec.ofDecisions("search", List.of(1, 0, 2), "net-ü'\"", "name: net-b\n", 8);
  private static final TrialSpec SHRUNK =
      new TrialSpec("netadapt", "1/s1.b0.expansion", List.of(), "net-c", "name: net-c\n", 9);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("trials.sqlite");
  }

  @Test
  void everyStateComesBackAsItWentIn() {
    List<ObjectiveValue> scores =
        List.of(new ObjectiveValue("accuracy", 0.1 + 0.2, 0.003), ObjectiveValue.of("b", -1e-9));
    List<TrialState> states =
        List.of(
            new TrialState.Queued(),
            new TrialState.Done(scores, Duration.ofNanos(1_234_567_891)),
            new TrialState.Failed("loss is NaN at step 3", Duration.ofSeconds(2)),
            new TrialState.Infeasible("0.41 ms, budget 0.30 ms", scores, Duration.ofMillis(3)));
    try (TrialStore store = TrialStore.open(file)) {
      for (int i = 0; i < states.size(); i++) {
        Trial trial =
            store.add(TrialSpec.ofDecisions("search", List.of(i), "n" + i, "name: n\n", i));
        if (i > 0) {
          store.update(trial.id(), new TrialState.Running());
          store.update(trial.id(), states.get(i));
        }
      }
    }
    try (TrialStore store = TrialStore.read(file)) {
      assertEquals(states, store.all().stream().map(Trial::state).toList());
      assertEquals(OptionalDouble.of(0.1 + 0.2), store.find(2).orElseThrow().score("accuracy"));
      assertEquals(OptionalDouble.empty(), store.find(1).orElseThrow().score("accuracy"));
    }
  }

  /** Earlier versions said of every block whether it has a residual. */
  @Test
  void aTrialWhoseArchitectureAnotherVersionWroteIsTheSame() {
    String now = Architectures.write(ReferenceNetworks.named("mobilenet-v2@32"));
    String residual = "        nonlinearity: relu6\n        residual: false\n";
    String then = now.replaceFirst("        nonlinearity: relu6\n", residual);
    String another = now.replaceFirst("dropout: 0.2", "dropout: 0.3");
    assertNotEquals(now, then);
    assertNotEquals(now, another);
    try (TrialStore store = TrialStore.open(file)) {
      Trial old = store.add(new TrialSpec("netadapt", "1", List.of(), "net", then, 9));
      assertEquals(old, store.add(new TrialSpec("netadapt", "1", List.of(), "net", now, 9)));
      assertThrows(
          IllegalStateException.class,
          () -> store.add(new TrialSpec("netadapt", "1", List.of(), "net", another, 9)));
      assertThrows(
          IllegalStateException.class,
          () -> store.add(new TrialSpec("netadapt", "1", List.of(), "net", now, 10)));
    }
  }

  @Test
  void addingATrialTwiceGivesTheOneThatIsThere() {
    try (TrialStore store = TrialStore.open(file)) {
      Trial trial = store.add(FIRST);
      Trial done = store.update(trial.id(), done(0.9));
      assertEquals(List.of(done), store.addAll(List.of(FIRST)));
      assertEquals(2, store.add(SECOND).id());
      assertEquals(3, store.add(SHRUNK).id());
      assertEquals(3, store.all().size());
      assertEquals(SHRUNK, store.ofStage("netadapt").get(0).spec());
      assertEquals(Optional.of(done), store.find("search", FIRST.identity()));
      assertEquals(Optional.empty(), store.find("search", "0 0 0"));
    }
  }

  @Test
  void anIdentityCannotStandForAnotherNetwork() {
    TrialSpec other =
        TrialSpec.ofDecisions("search", FIRST.decisions(), "net-a", "name: other\n", 7);
    try (TrialStore store = TrialStore.open(file)) {
      store.add(FIRST);
      assertThrows(IllegalStateException.class, () -> store.addAll(List.of(SECOND, other)));
      assertEquals(1, store.all().size(), "the whole call is one transaction");
    }
  }

  @Test
  void aFinishedTrialKeepsItsOutcome() {
    try (TrialStore store = TrialStore.open(file)) {
      long id = store.add(FIRST).id();
      Trial done = store.update(id, done(0.9));
      List<ObjectiveValue> same = List.of(ObjectiveValue.of("accuracy", 0.9));
      assertEquals(done, store.update(id, new TrialState.Done(same, Duration.ofHours(1))));
      assertThrows(IllegalStateException.class, () -> store.update(id, done(0.91)));
      assertThrows(IllegalStateException.class, () -> store.update(id, new TrialState.Running()));
      assertThrows(IllegalArgumentException.class, () -> store.update(99, done(0.9)));
    }
  }

  @Test
  void aTrialThatWasRunningIsQueuedAgain() {
    try (TrialStore store = TrialStore.open(file)) {
      store.update(store.add(FIRST).id(), new TrialState.Running());
      store.update(store.add(SECOND).id(), done(0.8));
    }
    try (TrialStore store = TrialStore.open(file)) {
      assertInstanceOf(TrialState.Queued.class, store.find(1).orElseThrow().state());
      assertEquals(done(0.8), store.find(2).orElseThrow().state());
    }
  }

  @Test
  void contentHashKnowsEverythingButDurations() {
    String hash = hashOf("a", FIRST, done(0.9));
    TrialState slower =
        new TrialState.Done(List.of(ObjectiveValue.of("accuracy", 0.9)), Duration.ofHours(1));
    assertEquals(hash, hashOf("b", FIRST, slower));
    assertNotEquals(hash, hashOf("c", FIRST, done(Math.nextUp(0.9))));
    assertNotEquals(hash, hashOf("d", SECOND, done(0.9)));
    assertNotEquals(hash, hashOf("e", FIRST, new TrialState.Failed("x", Duration.ZERO)));
    assertNotEquals(hash, hashOf("f", FIRST, new TrialState.Running()));
  }

  @Test
  void aReaderSeesWhatAWriterCommits() {
    try (TrialStore writer = TrialStore.open(file);
        TrialStore reader = TrialStore.read(file)) {
      writer.add(FIRST);
      assertEquals(List.of(FIRST), reader.all().stream().map(Trial::spec).toList());
      assertThrows(RuntimeException.class, () -> reader.add(SECOND));
    }
  }

  @Test
  void otherFilesAreRefusedInOneLine() throws IOException {
    Files.writeString(
        file, "not a database, but long enough to have a header of its own".repeat(9));
    assertRefused("not a database of trials", () -> TrialStore.open(file));
    Files.delete(file);
    assertRefused("no such file", () -> TrialStore.read(file));
    Files.createDirectory(file);
    assertRefused("no permission", () -> TrialStore.open(file));
  }

  @Test
  void aWriteThatFailsIsReportedAndWhatWasThereStays() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        System.getProperty("os.name").equals("Linux"), "skipped: needs ulimit -f in bytes");
    Process filler =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 6000; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Filler.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] added;
    try (BufferedReader out = filler.inputReader()) {
      added = out.readLine().split(" ", 2);
    }
    filler.waitFor();
    assertTrue(added[1].contains("trials.sqlite: "), added[1]);
    assertTrue(added[1].contains("disk"), added[1]);
    try (TrialStore store = TrialStore.open(file)) {
      assertEquals(Integer.parseInt(added[0]), store.all().size());
    }
  }

  @Test
  void scoresMustBeFinite() {
    assertThrows(IllegalArgumentException.class, () -> ObjectiveValue.of("x", Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new ObjectiveValue("x", 1, -1));
  }

  private String hashOf(String name, TrialSpec spec, TrialState state) {
    try (TrialStore store = TrialStore.open(folder.resolve(name))) {
      store.update(store.add(spec).id(), state);
      return store.contentHash();
    }
  }

  private static TrialState done(double accuracy) {
    return new TrialState.Done(
        List.of(ObjectiveValue.of("accuracy", accuracy)), Duration.ofMillis(5));
  }

  private static void assertRefused(String part, Runnable action) {
    InvalidInputException refused = assertThrows(InvalidInputException.class, action::run);
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
    assertFalse(refused.getMessage().contains("\n"));
  }

  /** Adds trials until a file would grow past the process's limit; prints how many, and why. */
  static final class Filler {
    private Filler() {}

    public static void main(String[] args) {
      int added = 0;
      try (TrialStore store = TrialStore.open(Path.of(args[0]))) {
        while (added < 5000) {
          String yaml = "y".repeat(10_000);
          store.add(TrialSpec.ofDecisions("search", List.of(added), "net", yaml, 1));
          added++;
        }
        System.out.println(added + " the limit was never met");
      } catch (InvalidInputException | UncheckedIOException e) {
        System.out.println(added + " " + e.getMessage());
      }
    }
  }
}
