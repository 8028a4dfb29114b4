package io.hwnas.latency;

import java.util.ArrayList;
import java.util.List;

/**
 * Predicted against measured latency of whole networks.
 *
 * <p>The truth is the first of several passes of measuring, whose sessions took turns; the other
 * passes, taken as predictions of the first, are the noise floor: no model can be held to less.
 *
 * @param networks the networks, at least three
 * @param table errors of the model
 * @param noiseFloor errors of the other passes as predictions of the first, their mean
 * @param maddsFit errors of a line through multiply-adds, fitted on all networks but the one that
 *     is predicted
 * @param constantFit errors of one constant for all, fitted likewise; its rank correlation means
 *     nothing
 */
public record TableVerification(
    List<Network> networks,
    ComparedErrors table,
    ComparedErrors noiseFloor,
    ComparedErrors maddsFit,
    ComparedErrors constantFit) {
  /** Fewest networks that a line can be fitted on with one left out. */
  public static final int LEAST_NETWORKS = 3;

  /** Fewest passes that tell the noise. */
  public static final int LEAST_PASSES = 2;

  /**
   * One network.
   *
   * @param name its name
   * @param madds its multiply-adds
   * @param predicted what the model says
   * @param passMillis its latency in each pass, in milliseconds: the median over the pass's
   *     sessions of the session's median
   */
  public record Network(
      String name, long madds, LatencyEstimate predicted, List<Double> passMillis) {
    /** Copies the list and checks its length. */
    public Network {
      passMillis = List.copyOf(passMillis);
      if (passMillis.size() < LEAST_PASSES) {
        throw new IllegalArgumentException("a network needs %d passes".formatted(LEAST_PASSES));
      }
    }

    /**
     * Returns what predictions are held against.
     *
     * @return the latency in the first pass, in milliseconds
     */
    public double measuredMillis() {
      return passMillis.get(0);
    }

    /**
     * Returns the model's relative error.
     *
     * @return predicted over measured, less 1
     */
    public double error() {
      return predicted.millis() / measuredMillis() - 1;
    }
  }

  /** Copies the list. */
  public TableVerification {
    networks = List.copyOf(networks);
  }

  /**
   * Computes the errors.
   *
   * @param networks the networks, at least three, all of as many passes
   * @return the comparison
   */
  public static TableVerification of(List<Network> networks) {
    List<Double> measured = networks.stream().map(Network::measuredMillis).toList();
    List<ComparedErrors> passes = new ArrayList<>();
    for (int pass = 1; pass < networks.get(0).passMillis().size(); pass++) {
      int other = pass;
      passes.add(
          ComparedErrors.of(
              networks.stream().map(network -> network.passMillis().get(other)).toList(),
              measured));
    }
    return new TableVerification(
        networks,
        ComparedErrors.of(
            networks.stream().map(network -> network.predicted().millis()).toList(), measured),
        ComparedErrors.mean(passes),
        ComparedErrors.of(
            LeftOutFit.line(networks.stream().map(Network::madds).toList(), measured), measured),
        ComparedErrors.of(LeftOutFit.constant(measured), measured));
  }
}
