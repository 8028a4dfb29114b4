package io.hwnas.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, folders that must not be written: one line, and nothing half-written. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "disks are filled and rights dropped as on Linux")
final class NoRoomTests {
  private static final String SMALL = "mobilenet-v3-small-0.25@28";
  private static final String[] NEITHER_SEES_NOR_WRITES_ALL = {
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search"
  };

  @TempDir private Path folder;
  private TinyRun tiny;
  private HwnasProcess hwnas;
  private Path run;

  @BeforeEach
  void writeAConfiguration() {
    tiny = TinyRun.in(folder);
    hwnas = new HwnasProcess();
    run = folder.resolve("run");
  }

  @Test
  void a_cache_that_cannot_be_made_is_named_before_a_run_is_made() throws Exception {
    Path cache = tiny.config().resolve("cache");
    CommandRun refused = hwnas.with("HWNAS_CACHE", cache.toString()).run(folder, search(run));
    assertEquals(
        "hwnas: HWNAS_CACHE="
            + cache
            + ": no folder that can be made or written; libtorch is unpacked into it: name another",
        refused.refusal());
    assertFalse(Files.exists(run));
  }

  @Test
  void a_cache_without_room_is_named() throws Exception {
    Path cache = folder.resolve("cache");
    String refusal =
        hwnas
            .with("HWNAS_CACHE", cache.toString())
            .under("prlimit", "--fsize=100000")
            .run(
                folder,
                "evaluate",
                tiny.largest().toString(),
                "--weights=" + tiny.weights(),
                "--data=" + folder.resolve("data"))
            .refusal();
    assertTrue(refusal.startsWith("hwnas: libtorch cannot be loaded (File too large"), refusal);
    assertTrue(refusal.contains("unpacked into " + cache + ", which needs 1 GiB"), refusal);
    assertFalse(names(cache).isEmpty(), "nothing was unpacked into " + cache);
  }

  @Test
  void a_temporary_folder_that_is_missing_is_named_before_a_run_is_made() throws Exception {
    HwnasProcess lost = hwnas.java("-Djava.io.tmpdir=" + folder.resolve("lost"));
    for (String[] command : List.of(search(run), new String[] {"measure", SMALL})) {
      String refusal = lost.run(folder, command).refusal();
      assertTrue(refusal.startsWith("hwnas: ONNX Runtime cannot be loaded ("), refusal);
      assertTrue(refusal.contains("unpacked into " + folder.resolve("lost") + ", "), refusal);
    }
    assertFalse(Files.exists(run));
    HwnasProcess other = hwnas.java("-Dorg.sqlite.tmpdir=" + folder.resolve("lost"));
    String refusal = other.run(folder, search(run)).refusal();
    assertTrue(refusal.startsWith("hwnas: SQLite cannot be loaded; it is unpacked into"), refusal);
    assertFalse(Files.exists(run));
  }

  @Test
  void a_heap_that_is_too_small_is_one_line() throws Exception {
    String refusal = hwnas.java("-Xmx20m").run(folder, "train", SMALL, "--run=" + run).refusal();
    assertTrue(refusal.startsWith("hwnas: out of memory ("), refusal);
    assertFalse(Files.exists(run));
  }

  @Test
  void a_file_that_does_not_fit_leaves_the_earlier_one() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out")).resolve("small.onnx");
    Files.writeString(out, "mine");
    assertEquals(
        "hwnas: " + out + ": no space left on the disk; free some and run again",
        hwnas.under("prlimit", "--fsize=2000").run(folder, export(out)).refusal());
    assertEquals("mine", Files.readString(out));
    assertEquals(List.of("small.onnx"), names(out.getParent()));
  }

  @Test
  void a_full_disk_keeps_a_run_or_a_table_from_beginning() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(
        exitCode("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk.toString()) == 0,
        "skipped: this user may not mount a small disk");
    try {
      Files.write(disk.resolve("fill"), new byte[12 << 10]);
      String refusal = hwnas.run(folder, search(disk.resolve("run"))).refusal();
      assertTrue(
          refusal.contains("the disk is full; make room and give the same command again"), refusal);
      Files.write(disk.resolve("fill"), new byte[16 << 10]);
      refusal = hwnas.run(folder, profile(disk.resolve("table.yaml"))).refusal();
      assertTrue(refusal.contains("table.yaml.journal: the disk is full"), refusal);
      assertEquals(List.of("fill"), names(disk));
    } finally {
      assertEquals(0, exitCode("umount", disk.toString()));
    }
  }

  @Test
  void a_disk_that_is_read_only_is_left_for_another_place() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(
        exitCode("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", disk.toString()) == 0,
        "skipped: this user may not mount a disk");
    try {
      String advice = ": the disk is read-only; choose a place you may write to";
      Path model = disk.resolve("small.onnx");
      assertEquals("hwnas: " + model + advice, hwnas.run(folder, export(model)).refusal());
      Path table = disk.resolve("table.yaml");
      assertEquals("hwnas: " + table + advice, hwnas.run(folder, profile(table)).refusal());
    } finally {
      assertEquals(0, exitCode("umount", disk.toString()));
    }
  }

  @Test
  void a_sealed_folder_is_left_as_it_is() throws Exception {
    Path sealed = Files.createDirectory(folder.resolve("sealed"));
    Files.setPosixFilePermissions(sealed, PosixFilePermissions.fromString("r-xr-xr-x"));
    HwnasProcess user = hwnas;
    if (Files.isWritable(sealed)) {
      Assumptions.assumeTrue(
          exitCode(NEITHER_SEES_NOR_WRITES_ALL[0], "--version") == 0,
          "skipped: this user may write wherever it likes");
      user = hwnas.under(NEITHER_SEES_NOR_WRITES_ALL);
    }
    Path cache = folder.resolve("cache");
    user = user.with("HWNAS_CACHE", cache.toString());
    for (String[] command :
        List.of(
            search(sealed.resolve("run")),
            profile(sealed.resolve("table.yaml")),
            export(sealed.resolve("small.onnx")))) {
      String refusal = user.run(folder, command).refusal();
      assertTrue(refusal.startsWith("hwnas: " + sealed), refusal);
      assertTrue(refusal.contains("permission"), refusal);
    }
    assertEquals(List.of(), names(sealed));
    assertFalse(Files.exists(cache), "libtorch was unpacked before the run's folder was looked at");
  }

  private String[] search(Path where) {
    return new String[] {"search", tiny.config().toString(), "--run", where.toString()};
  }

  private static String[] profile(Path out) {
    return new String[] {"profile", SMALL, "--protocol=quick", "--out", out.toString()};
  }

  private String[] export(Path out) {
    return new String[] {
      "export",
      tiny.largest().toString(),
      "--weights=" + tiny.weights(),
      "--format=onnx",
      "--out",
      out.toString()
    };
  }

  private static List<String> names(Path where) throws IOException {
    try (Stream<Path> entries = Files.list(where)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static int exitCode(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
