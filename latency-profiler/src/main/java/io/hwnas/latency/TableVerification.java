package io.hwnas.latency;

import java.util.List;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * Predicted against measured latency of whole networks; all errors are fractions of the measured.
 *
 * @param networks the networks, at least two
 * @param mape mean absolute relative error
 * @param bias mean relative error
 * @param maxError greatest absolute relative error
 * @param scaledMape mean absolute relative error after one common factor, the median of measured
 *     over predicted: without what the machine as a whole was faster or slower than when the table
 *     was built
 * @param scaledMaxError greatest absolute relative error after that factor
 * @param kendallTau rank correlation of predicted and measured (Kendall's τ-b)
 */
public record TableVerification(
    List<Network> networks,
    double mape,
    double bias,
    double maxError,
    double scaledMape,
    double scaledMaxError,
    double kendallTau) {
  /**
   * One network.
   *
   * @param name its name
   * @param predicted what the model says
   * @param measured what was measured
   */
  public record Network(String name, LatencyEstimate predicted, LatencyMeasurement measured) {
    double error(double factor) {
      return factor * predicted.millis() / measured.medianMillis() - 1;
    }
  }

  /** Copies the list. */
  public TableVerification {
    networks = List.copyOf(networks);
  }

  /**
   * Computes the figures of networks.
   *
   * @param networks the networks, at least two
   * @return the comparison
   */
  public static TableVerification of(List<Network> networks) {
    double factor =
        Quantiles.median(
            networks.stream()
                .map(network -> network.measured().medianMillis() / network.predicted().millis())
                .toList());
    double[] predicted =
        networks.stream().mapToDouble(network -> network.predicted().millis()).toArray();
    double[] measured =
        networks.stream().mapToDouble(network -> network.measured().medianMillis()).toArray();
    return new TableVerification(
        networks,
        mape(networks, 1),
        networks.stream().mapToDouble(network -> network.error(1)).average().orElseThrow(),
        maxError(networks, 1),
        mape(networks, factor),
        maxError(networks, factor),
        new KendallsCorrelation().correlation(predicted, measured));
  }

  private static double mape(List<Network> networks, double factor) {
    return networks.stream()
        .mapToDouble(network -> Math.abs(network.error(factor)))
        .average()
        .orElseThrow();
  }

  private static double maxError(List<Network> networks, double factor) {
    return networks.stream()
        .mapToDouble(network -> Math.abs(network.error(factor)))
        .max()
        .orElseThrow();
  }
}
