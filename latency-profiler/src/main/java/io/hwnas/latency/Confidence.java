package io.hwnas.latency;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * How sure one wants to be that a network is as fast as predicted.
 *
 * <p>Errors of predictions are taken for normal, with the standard deviation that the model gives.
 *
 * @param probability chance of the latency to be within what is promised: from 0.5, the prediction
 *     itself, to {@value #MOST}
 */
public record Confidence(double probability) {
  /** The prediction itself is promised: as many networks are faster as are slower. */
  public static final Confidence EVEN = new Confidence(Confidence.LEAST);

  /** The least that may be asked for. */
  public static final double LEAST = 0.5;

  /** The most that may be asked for. */
  public static final double MOST = 0.999999;

  /** Checks the range. */
  public Confidence {
    if (!(probability >= LEAST && probability <= MOST)) {
      throw new InvalidInputException(
          "confidence must be from %s to %s, not %s".formatted(LEAST, MOST, probability));
    }
  }

  /**
   * Returns the normal distribution's quantile.
   *
   * @return by how many standard deviations the promise exceeds the prediction, 0 for {@link #EVEN}
   */
  public double standardErrors() {
    return probability == LEAST
        ? 0
        : new NormalDistribution(null, 0, 1).inverseCumulativeProbability(probability);
  }

  /**
   * Returns a model of the latencies that can be promised.
   *
   * @param model what predicts
   * @return predicts the latency that a network keeps within with this confidence, and the same
   *     uncertainty; the same predictions for {@link #EVEN}
   */
  public LatencyModel promised(LatencyModel model) {
    double standardErrors = standardErrors();
    return standardErrors == 0 ? model : new Promised(model, standardErrors);
  }

  /** Promises what a model predicts, and tells it which networks are considered and chosen. */
  private record Promised(LatencyModel model, double standardErrors) implements LatencyModel {
    @Override
    public LatencyEstimate predict(LayerGraph graph) {
      return promise(model.predict(graph), standardErrors);
    }

    @Override
    public void chosen(LayerGraph graph) {
      model.chosen(graph);
    }

    @Override
    public boolean considered(List<LayerGraph> graphs) {
      return model.considered(graphs);
    }
  }

  private static LatencyEstimate promise(LatencyEstimate estimate, double standardErrors) {
    return new LatencyEstimate(
        estimate.millis() + standardErrors * estimate.uncertaintyMillis(),
        estimate.uncertaintyMillis());
  }
}
