package io.hwnas.benchmarks;

import io.hwnas.latency.Calibration;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.probe.Quantiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code TABLE OTHER} prints how far the calibrated entries of one latency table differ from those
 * of another, as they are and after one common scale: the median entry, nine of ten, and the
 * greatest.
 */
final class TableComparison {
  private TableComparison() {}

  public static void main(String[] arguments) {
    LatencyTable first = LatencyTables.read(Path.of(arguments[0]));
    LatencyTable other = LatencyTables.read(Path.of(arguments[1]));
    if (!first.entries().keySet().equals(other.entries().keySet())) {
      throw new IllegalArgumentException("the tables hold different blocks");
    }
    List<Double> ratios = ratios(first, other);
    double scale = Quantiles.median(ratios);
    System.out.printf(Locale.ROOT, "%d entries, scale %.4f%n", ratios.size(), scale);
    System.out.println("| entries | median | nine of ten | greatest |");
    System.out.println("|---|---|---|---|");
    System.out.println(row("as they are", ratios, 1));
    System.out.println(row("one common scale", ratios, scale));
  }

  private static List<Double> ratios(LatencyTable first, LatencyTable other) {
    Calibration then = first.calibration();
    Calibration now = other.calibration();
    List<Double> ratios = new ArrayList<>();
    first
        .entries()
        .forEach(
            (key, entry) -> ratios.add(now.millis(other.entries().get(key)) / then.millis(entry)));
    return ratios;
  }

  private static String row(String label, List<Double> ratios, double scale) {
    List<Double> differences =
        ratios.stream().map(ratio -> 100 * Math.abs(ratio / scale - 1)).toList();
    return String.format(
        Locale.ROOT,
        "| %s | %.2f %% | %.2f %% | %.2f %% |",
        label,
        Quantiles.median(differences),
        Quantiles.quantile(differences, 0.9),
        Quantiles.quantile(differences, 1));
  }
}
