package io.hwnas.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** The tables of what the processes of {@link ExportedForms} printed. */
final class FormReport {
  private static final String EXPORTED = GraphForm.all().get(0).name();
  private static final double LEAST_SHARE = 0.005;

  /** By network and form, the milliseconds in each process. */
  private final Map<String, Map<String, List<Double>>> millis = new LinkedHashMap<>();

  /** By network and form, the fields of its profile. */
  private final Map<String, Map<String, String[]>> profiles = new LinkedHashMap<>();

  private final List<String[]> operators = new ArrayList<>();

  private FormReport() {}

  static FormReport read(Path file) throws IOException {
    FormReport report = new FormReport();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t");
      switch (fields[0]) {
        case "time" ->
            report
                .millis
                .computeIfAbsent(fields[1], key -> new LinkedHashMap<>())
                .computeIfAbsent(fields[2], key -> new ArrayList<>())
                .add(Double.parseDouble(fields[3]));
        case "profile" ->
            report
                .profiles
                .computeIfAbsent(fields[1], key -> new LinkedHashMap<>())
                .put(fields[2], fields);
        case "operator" -> report.operators.add(fields);
        default -> throw new IllegalArgumentException(line);
      }
    }
    return report;
  }

  void print() {
    profiles.forEach(
        (network, forms) -> {
          print(
              "%n%s%n%n| form | ms, median | over the processes | over exported | over the processes"
                  + " | nodes | reorders | reorder time | non-convolution time | difference |",
              network);
          print("|---|---|---|---|---|---|---|---|---|---|");
          Set<String> names = new LinkedHashSet<>(forms.keySet());
          names.addAll(new TreeSet<>(millis.get(network).keySet()));
          names.forEach(form -> print("%s%s", timed(network, form), profiled(forms.get(form))));
        });
    print(
        "%nOperators of the exporter's form and of the fastest, from %s:%n", percent(LEAST_SHARE));
    print("| network | form | operator | nodes | time |");
    print("|---|---|---|---|---|");
    for (String[] fields : operators) {
      double share = Double.parseDouble(fields[5]);
      boolean shown = fields[2].equals(EXPORTED) || fields[2].equals(fastest(fields[1]));
      if (shown && share >= LEAST_SHARE) {
        print(
            "| %s | %s | %s | %s | %s |",
            fields[1], fields[2], fields[3], fields[4], percent(share));
      }
    }
  }

  private String timed(String network, String form) {
    double[] own = values(network, form);
    double[] exported = values(network, EXPORTED);
    double[] ratios = new double[own.length];
    for (int i = 0; i < own.length; i++) {
      ratios[i] = own[i] / exported[i];
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.4f | %.4f to %.4f | %.4f | %.3f to %.3f |",
        form,
        new Median().evaluate(own),
        Arrays.stream(own).min().orElseThrow(),
        Arrays.stream(own).max().orElseThrow(),
        new Median().evaluate(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow());
  }

  /** The rest of a row, empty for what is timed in another session only. */
  private static String profiled(String[] fields) {
    return fields == null
        ? " | | | | |"
        : String.format(
            Locale.ROOT,
            " %s | %s | %s | %s | %s |",
            fields[3],
            fields[4],
            percent(Double.parseDouble(fields[5])),
            percent(Double.parseDouble(fields[6])),
            fields[7]);
  }

  private String fastest(String network) {
    return millis.get(network).keySet().stream()
        .min(Comparator.comparingDouble(form -> new Median().evaluate(values(network, form))))
        .orElseThrow();
  }

  private double[] values(String network, String form) {
    return millis.get(network).get(form).stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
