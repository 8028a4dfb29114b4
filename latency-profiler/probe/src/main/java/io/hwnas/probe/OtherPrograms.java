package io.hwnas.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How busy other programs keep this machine's processors, by what Linux counts in {@code /proc};
 * what a host takes from a virtual machine counts too. The sentinel notices only what changes:
 * something that uses the core all the time is its normal state.
 */
final class OtherPrograms {
  private static final Path ALL = Path.of("/proc/stat");
  private static final Path OWN = Path.of("/proc/self/stat");

  /** Linux gives both in hundredths of a second, whatever the kernel's own clock. */
  private static final double TICKS_PER_SECOND = 100;

  private final double startTicks;
  private final long startNanos;

  private OtherPrograms(double startTicks, long startNanos) {
    this.startTicks = startTicks;
    this.startNanos = startNanos;
  }

  /** Begins to watch. */
  static OtherPrograms watch() {
    return new OtherPrograms(ticks().orElse(Double.NaN), System.nanoTime());
  }

  /** Processors that others kept busy since then, on average; 0 where nothing tells. */
  double cores() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    double ticks = ticks().orElse(Double.NaN) - startTicks;
    double cores = ticks / TICKS_PER_SECOND / seconds;
    return Double.isFinite(cores) ? Math.max(0, cores) : 0;
  }

  private static OptionalDouble ticks() {
    try {
      return OptionalDouble.of(busy(Files.readString(ALL)) - own(Files.readString(OWN)));
    } catch (IOException | RuntimeException e) {
      return OptionalDouble.empty();
    }
  }

  /** All processors' ticks but idle ones and those that wait for a device. */
  static double busy(String stat) {
    double[] ticks =
        Arrays.stream(stat.lines().findFirst().orElseThrow().split("\\s+"))
            .skip(1)
            .mapToDouble(Double::parseDouble)
            .toArray();
    // user, nice, system, idle, iowait, irq, softirq, steal; guests are among user.
    return ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7];
  }

  /** This process's ticks: the twelfth and thirteenth field after its name in parentheses. */
  static double own(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    return Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
  }
}
