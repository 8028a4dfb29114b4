package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AvailableMemoryTests {
  @TempDir private Path root;

  @Test
  void without_limits_it_is_what_the_kernel_says_is_available() throws IOException {
    write("proc/meminfo", "MemTotal: 9000 kB\nMemFree: 100 kB\nMemAvailable:    4000 kB\n");
    write("proc/self/cgroup", "4:memory:/group\n0::/group\n");
    write("sys/fs/cgroup/memory/group/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/group/memory.usage_in_bytes", "1000\n");
    write("sys/fs/cgroup/group/memory.max", "max\n");
    write("sys/fs/cgroup/group/memory.current", "1000\n");
    assertEquals(OptionalLong.of(4000 * 1024), new AvailableMemory(root).bytes());
  }

  @Test
  void a_limit_of_any_group_above_leaves_what_is_not_used_but_by_files() throws IOException {
    write("proc/meminfo", "MemAvailable:    4000 kB\n");
    write("proc/self/cgroup", "0::/outer/inner\n");
    write("sys/fs/cgroup/outer/inner/memory.max", "3000000\n");
    write("sys/fs/cgroup/outer/inner/memory.current", "500000\n");
    write("sys/fs/cgroup/outer/memory.max", "2000000\n");
    write("sys/fs/cgroup/outer/memory.current", "1500000\n");
    write("sys/fs/cgroup/outer/memory.stat", "anon 1\nactive_file 7\ninactive_file 300000\n");
    assertEquals(OptionalLong.of(800_000), new AvailableMemory(root).bytes());
  }

  @Test
  void the_first_version_of_groups_limits_too() throws IOException {
    write("proc/self/cgroup", "5:cpu:/\n4:hugetlb,memory:/docker/abc\n");
    // A container sees its own group as the root.
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000000\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", "900000\n");
    write("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 50000\n");
    assertEquals(OptionalLong.of(150_000), new AvailableMemory(root).bytes());
  }

  @Test
  void a_system_that_says_nothing_limits_nothing() {
    assertEquals(OptionalLong.empty(), new AvailableMemory(root).bytes());
  }

  @Test
  void there_is_some_on_linux() {
    boolean linux = Files.isReadable(Path.of("/proc/meminfo"));
    assertEquals(linux, AvailableMemory.OF_THIS_MACHINE.bytes().isPresent());
    assertTrue(AvailableMemory.OF_THIS_MACHINE.bytes().orElse(1) > 0);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
