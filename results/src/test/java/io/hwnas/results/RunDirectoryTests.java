package io.hwnas.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.IntNode;
import io.hwnas.space.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTests {
  private static final String CONFIG = "seed: 1\nbudgetMillis: 0.3\n";

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void nameRoot() {
    root = folder.resolve("runs/first");
  }

  @Test
  void aRunGoesOnWhereItStopped() throws IOException {
    try (RunDirectory run = RunDirectory.create(root, CONFIG)) {
      run.journal().record("steps", IntNode.valueOf(12));
      run.trials().add(TrialSpec.ofDecisions("search", List.of(1), "a", "name: a\n", 1));
      run.checkpoints().save("supernet", 5, FileContent.of("weights"));
      assertEquals(CONFIG, Files.readString(run.configFile()));
    }
    try (RunDirectory run = RunDirectory.resume(root, CONFIG)) {
      assertEquals(12, run.journal().recall("steps").orElseThrow().asInt());
      assertEquals(1, run.trials().all().size());
      assertEquals(5, run.checkpoints().latest("supernet").orElseThrow().step());
    }
    assertTrue(RunDirectory.isRun(root));
  }

  @Test
  void aBundleThatAKilledWritePutAsideComesBack() throws IOException {
    RunDirectory.create(root, CONFIG).close();
    Path aside = Files.createDirectory(root.resolve(".best.old.tmp"));
    Files.writeString(aside.resolve("arch.yaml"), "name: a\n");
    try (RunDirectory run = RunDirectory.resume(root, CONFIG)) {
      assertEquals("name: a\n", Files.readString(run.bestFolder().resolve("arch.yaml")));
      assertFalse(Files.exists(aside));
    }
  }

  @Test
  void anExistingRunIsRefusedWithTheWayOut() {
    RunDirectory.create(root, CONFIG).close();
    assertRefused("--resume or choose another --run", () -> RunDirectory.create(root, CONFIG));
  }

  @Test
  void aFolderThatIsNoRunIsRefusedAndLeftAsItIs() throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("thesis.tex"), "x");
    assertRefused("no run and not empty", () -> RunDirectory.create(root, CONFIG));
    assertRefused("no run and not empty", () -> RunDirectory.resume(root, CONFIG));
    assertRefused("is no run", () -> RunDirectory.open(root));
    try (Stream<Path> files = Files.list(root)) {
      assertEquals(1, files.count());
    }
    Path file = folder.resolve("file");
    Files.writeString(file, "x");
    assertRefused("is a file", () -> RunDirectory.create(file, CONFIG));
    assertRefused("is a file and no folder", () -> RunDirectory.create(file.resolve("a"), CONFIG));
  }

  @Test
  void aRunThatIsNotThereCannotBeResumedOrOpened() {
    assertRefused("no such run", () -> RunDirectory.resume(root, CONFIG));
    assertRefused("no such folder", () -> RunDirectory.open(root));
    assertFalse(Files.exists(root));
  }

  @Test
  void aRunKilledBeforeItsConfigurationWasWrittenStartsAfresh() throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("run.lock"), "123\n");
    Files.writeString(root.resolve(".config.yaml.0.tmp"), "seed");
    try (RunDirectory run = RunDirectory.resume(root, CONFIG)) {
      assertEquals(CONFIG, Files.readString(run.configFile()));
      assertFalse(Files.exists(root.resolve(".config.yaml.0.tmp")));
    }
  }

  @Test
  void aRunIsResumedOnlyAsItWasStarted() {
    RunDirectory.create(root, CONFIG).close();
    assertRefused(
        "config.yaml:2: the run was started with 'budgetMillis: 0.3', not 'budgetMillis: 0.4'",
        () -> RunDirectory.resume(root, CONFIG.replace("0.3", "0.4")));
    RunDirectory.resume(root, CONFIG).close();
  }

  @Test
  void theSameProcessCannotHoldARunTwiceButCanReadIt() {
    try (RunDirectory run = RunDirectory.create(root, CONFIG)) {
      run.journal().record("steps", IntNode.valueOf(12));
      assertRefused("is at work in this run", () -> RunDirectory.resume(root, CONFIG));
      try (RunDirectory reader = RunDirectory.open(root)) {
        assertEquals(12, reader.journal().recall("steps").orElseThrow().asInt());
      }
    }
    RunDirectory.resume(root, CONFIG).close();
  }

  @Test
  void anotherProcessIsKeptOutUntilTheHolderDies() throws IOException, InterruptedException {
    RunDirectory.create(root, CONFIG).close();
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RunHolder.class.getName(),
                root.toString(),
                CONFIG)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = holder.inputReader()) {
      assertEquals("held", out.readLine());
      assertRefused(
          "process " + holder.pid() + " is at work in this run",
          () -> RunDirectory.resume(root, CONFIG));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    RunDirectory.resume(root, CONFIG).close();
  }

  @Test
  void missingPermissionIsOneLine() throws IOException {
    Path sealed = Files.createDirectory(folder.resolve("sealed"));
    Files.setPosixFilePermissions(sealed, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(
        Files.isWritable(sealed), "skipped: this user may write wherever it likes");
    assertRefused(
        "no permission to write", () -> RunDirectory.create(sealed.resolve("run"), CONFIG));
  }

  @Test
  void aFullDiskIsOneLine() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "skipped: this system has no /dev/full");
    try (RunDirectory run = RunDirectory.create(root, CONFIG)) {
      FileContent content = file -> Files.write(full, new byte[1]);
      assertRefused("the disk is full", () -> run.checkpoints().save("a", 1, content));
    }
  }

  @Test
  void whereARunCannotBeMadeIsKnownBeforeItIs() throws IOException {
    RunDirectory.requireCreatable(root);
    assertFalse(Files.exists(root.getParent()));
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertRefused("is a file", () -> RunDirectory.requireCreatable(file));
    assertRefused("is a file", () -> RunDirectory.requireCreatable(file.resolve("a")));
    RunDirectory.create(root, CONFIG).close();
    assertRefused("--resume or choose another", () -> RunDirectory.requireCreatable(root));
    assertRefused("no run and not empty", () -> RunDirectory.requireCreatable(folder));
  }

  @Test
  void aRunGivenUpLeavesNothingButWhatIsKept() throws IOException {
    try (RunDirectory run = RunDirectory.create(root, CONFIG)) {
      run.checkpoints().save("supernet", 5, FileContent.of("weights"));
      Files.writeString(run.file("table.yaml"), "a table");
      run.abandon("table.yaml");
    }
    assertFalse(RunDirectory.isRun(root));
    try (Stream<Path> left = Files.list(root)) {
      assertEquals(List.of(root.resolve("table.yaml")), left.toList());
    }
    Path second = folder.resolve("runs/second");
    try (RunDirectory run = RunDirectory.create(second, CONFIG)) {
      run.abandon("table.yaml");
    }
    assertFalse(Files.exists(second));
  }

  @Test
  void whatIsReadAloneIsNotToBeResumedOrStarted() throws IOException {
    assertEquals(
        root + ": there is no such folder; give the folder of a run",
        assertThrows(InvalidInputException.class, () -> RunDirectory.open(root)).getMessage());
    String refusal = ": is no run, for it holds no config.yaml; give the folder of a run";
    Path file = Files.writeString(folder.resolve("file"), "x");
    for (Path other : List.of(folder, file)) {
      assertEquals(
          other + refusal,
          assertThrows(InvalidInputException.class, () -> RunDirectory.open(other)).getMessage());
    }
  }

  private static void assertRefused(String part, Runnable action) {
    InvalidInputException refused = assertThrows(InvalidInputException.class, action::run);
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
    assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
  }

  /** Holds a run until it is killed. */
  static final class RunHolder {
    private RunHolder() {}

    public static void main(String[] args) throws IOException {
      try (RunDirectory run = RunDirectory.resume(Path.of(args[0]), args[1])) {
        System.out.println(run.root().equals(Path.of(args[0])) ? "held" : "elsewhere");
        System.in.read();
      }
    }
  }
}
