package io.hwnas.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Predicted against measured latency of whole networks.
 *
 * <p>The truth is the first of several passes of measuring, whose sessions took turns; the other
 * passes, taken as predictions of the first, are the noise floor: no model can be held to less.
 *
 * <p>A network's latency is the lower quartile over a session's runs, as a table's is, because
 * something else on the machine can only slow a run; the comparison by medians stands beside it.
 *
 * @param networks the networks
 * @param table errors of the model
 * @param noiseFloor errors of the other passes as predictions of the first, their mean
 * @param maddsFit errors of a line through multiply-adds, fitted on all networks but the one that
 *     is predicted
 * @param constantFit errors of one constant for all, fitted likewise; its rank correlation means
 *     nothing
 * @param tableByMedians errors of the model against medians
 * @param noiseFloorByMedians errors of the other passes' medians as predictions of the first's
 */
public record TableVerification(
    List<Network> networks,
    ComparedErrors table,
    ComparedErrors noiseFloor,
    ComparedErrors maddsFit,
    ComparedErrors constantFit,
    ComparedErrors tableByMedians,
    ComparedErrors noiseFloorByMedians) {
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
   *     sessions of the session's lower quartile
   * @param passMedianMillis the same of the session's median
   */
  public record Network(
      String name,
      long madds,
      LatencyEstimate predicted,
      List<Double> passMillis,
      List<Double> passMedianMillis) {
    /** Copies the lists and checks their lengths. */
    public Network {
      passMillis = List.copyOf(passMillis);
      passMedianMillis = List.copyOf(passMedianMillis);
      if (passMillis.size() < LEAST_PASSES || passMedianMillis.size() != passMillis.size()) {
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
    return of(networks, IntStream.range(0, networks.size()).boxed().toList());
  }

  /**
   * Returns what concerns some of the networks: the factor common to all networks stays, and so do
   * the fits on all but the one predicted, so that a fault of theirs alone is seen.
   *
   * @param belongs which networks, at least two
   * @return their comparison
   */
  public TableVerification part(Predicate<Network> belongs) {
    return of(
        networks,
        IntStream.range(0, networks.size())
            .filter(i -> belongs.test(networks.get(i)))
            .boxed()
            .toList());
  }

  private static TableVerification of(List<Network> networks, List<Integer> places) {
    List<Double> predicted =
        networks.stream().map(network -> network.predicted().millis()).toList();
    List<Double> measured = networks.stream().map(Network::measuredMillis).toList();
    List<Double> medians =
        networks.stream().map(network -> network.passMedianMillis().get(0)).toList();
    List<Long> madds = networks.stream().map(Network::madds).toList();
    return new TableVerification(
        places.stream().map(networks::get).toList(),
        ComparedErrors.of(predicted, measured, places),
        noiseFloor(networks.stream().map(Network::passMillis).toList(), places),
        ComparedErrors.of(LeftOutFit.line(madds, measured), measured, places),
        ComparedErrors.of(LeftOutFit.constant(measured), measured, places),
        ComparedErrors.of(predicted, medians, places),
        noiseFloor(networks.stream().map(Network::passMedianMillis).toList(), places));
  }

  /** The mean errors of the later passes as predictions of the first; by network, then by pass. */
  private static ComparedErrors noiseFloor(List<List<Double>> millis, List<Integer> places) {
    List<Double> first = millis.stream().map(passes -> passes.get(0)).toList();
    List<ComparedErrors> later = new ArrayList<>();
    for (int pass = 1; pass < millis.get(0).size(); pass++) {
      int other = pass;
      List<Double> again = millis.stream().map(passes -> passes.get(other)).toList();
      later.add(ComparedErrors.of(again, first, places));
    }
    return ComparedErrors.mean(later);
  }
}
