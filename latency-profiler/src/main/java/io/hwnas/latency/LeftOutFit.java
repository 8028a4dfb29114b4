package io.hwnas.latency;

import java.util.ArrayList;
import java.util.List;

/**
 * The predictions a sceptic would make without a table: for each network a line, or a constant, by
 * least squares of relative errors over all the other networks.
 *
 * <p>They are fitted on the very measurements they are held against, but for the network itself, so
 * they know the machine's level, which a table does not.
 */
final class LeftOutFit {
  private static final int PARAMETERS = 2;

  private LeftOutFit() {}

  /** Predicts each network by {@code a + b·madds}. */
  static List<Double> line(List<Long> madds, List<Double> measured) {
    if (measured.size() <= PARAMETERS) {
      throw new IllegalArgumentException("a line needs more than 2 networks");
    }
    double unit = madds.stream().mapToLong(Long::longValue).average().orElseThrow();
    List<Double> predicted = new ArrayList<>();
    for (int left = 0; left < measured.size(); left++) {
      double uu = 0;
      double uv = 0;
      double vv = 0;
      double u = 0;
      double v = 0;
      for (int i = 0; i < measured.size(); i++) {
        if (i != left) {
          double one = 1 / measured.get(i);
          double slope = madds.get(i) / unit / measured.get(i);
          uu += one * one;
          uv += one * slope;
          vv += slope * slope;
          u += one;
          v += slope;
        }
      }
      double determinant = uu * vv - uv * uv;
      boolean level = determinant <= 1e-12 * uu * vv;
      double slope = level ? 0 : (uu * v - uv * u) / determinant;
      double intercept = level ? u / uu : (vv * u - uv * v) / determinant;
      predicted.add(intercept + slope * madds.get(left) / unit);
    }
    return predicted;
  }

  /** Predicts each network by the same constant, but for the network itself. */
  static List<Double> constant(List<Double> measured) {
    double ones = measured.stream().mapToDouble(millis -> 1 / millis).sum();
    double squares = measured.stream().mapToDouble(millis -> 1 / (millis * millis)).sum();
    return measured.stream()
        .map(millis -> (ones - 1 / millis) / (squares - 1 / (millis * millis)))
        .toList();
  }
}
