package io.hwnas.cli.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much memory this process may still take: what Linux says is available, and what its control
 * groups, by which containers are limited, leave of their limits.
 *
 * <p>What files take that were read counts as free, since it is given up for a process's own.
 *
 * @param root the folder that {@code proc} and {@code sys} lie in
 */
record AvailableMemory(Path root) {
  /** That of this machine. */
  static final AvailableMemory OF_THIS_MACHINE = new AvailableMemory(Path.of("/"));

  /** Limits from here on stand for none. */
  private static final long NO_LIMIT = 1L << 60;

  private static final long BYTES_PER_KIBIBYTE = 1024;

  /**
   * The files of one version of control groups: limit, use, and the rest of it that is of files.
   */
  private enum Version {
    ONE("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    TWO("memory.max", "memory.current", "inactive_file");

    private final String limit;
    private final String use;
    private final String files;

    Version(String limit, String use, String files) {
      this.limit = limit;
      this.use = use;
      this.files = files;
    }

    private OptionalLong free(Path group) {
      OptionalLong most = number(lines(group.resolve(limit)));
      OptionalLong used = number(lines(group.resolve(use)));
      if (most.isEmpty() || used.isEmpty() || most.getAsLong() >= NO_LIMIT) {
        return OptionalLong.empty();
      }
      long ofFiles = value(lines(group.resolve("memory.stat")), files).orElse(0);
      return OptionalLong.of(Math.max(0, most.getAsLong() - used.getAsLong() + ofFiles));
    }
  }

  /** Returns the bytes; empty where this system does not say. */
  OptionalLong bytes() {
    LongStream ofMachine =
        value(lines(root.resolve("proc/meminfo")), "MemAvailable:").stream()
            .map(kibibytes -> kibibytes * BYTES_PER_KIBIBYTE);
    LongStream ofGroups =
        lines(root.resolve("proc/self/cgroup")).stream().flatMap(this::ofGroup).mapToLong(b -> b);
    return LongStream.concat(ofMachine, ofGroups).min();
  }

  /** Returns what a line such as {@code 4:memory:/a/b} or {@code 0::/a/b} leaves, each level. */
  private Stream<Long> ofGroup(String line) {
    String[] parts = line.split(":", 3);
    Path groups = root.resolve("sys/fs/cgroup");
    if (parts.length == 3 && parts[0].equals("0") && parts[1].isEmpty()) {
      return free(Version.TWO, groups, parts[2]);
    }
    return parts.length == 3 && List.of(parts[1].split(",")).contains("memory")
        ? free(Version.ONE, groups.resolve("memory"), parts[2])
        : Stream.empty();
  }

  private static Stream<Long> free(Version version, Path base, String group) {
    Path relative = Path.of("/").relativize(Path.of(group).normalize());
    return Stream.iterate(
            base.resolve(relative), folder -> folder.startsWith(base), Path::getParent)
        .flatMap(folder -> version.free(folder).stream().boxed());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      // A group may vanish, or say nothing: it then limits nothing that is known.
      return List.of();
    }
  }

  private static OptionalLong number(List<String> lines) {
    return lines.size() == 1 && lines.get(0).matches("[0-9]{1,19}")
        ? parsed(lines.get(0))
        : OptionalLong.empty();
  }

  /** Returns the number behind a word. */
  private static OptionalLong value(List<String> lines, String word) {
    return lines.stream()
        .map(line -> line.trim().split("\\s+"))
        .filter(words -> words.length >= 2 && words[0].equals(word))
        .flatMapToLong(words -> parsed(words[1]).stream())
        .findFirst();
  }

  private static OptionalLong parsed(String digits) {
    try {
      return OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
