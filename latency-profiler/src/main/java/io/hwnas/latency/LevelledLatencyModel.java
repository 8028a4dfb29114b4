package io.hwnas.latency;

import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.Quantiles;
import io.hwnas.probe.Require;
import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * Another model's predictions at the level that the machine runs at now.
 *
 * <p>A machine's level moves by several percent between one quarter of an hour and the next,
 * whatever it runs (heat, neighbours, placement in memory), and all networks move together. So a
 * table measured then is right now but for one factor, which a few whole networks tell.
 *
 * @param model the other model
 * @param level how many times as long networks take now as the model says
 */
public record LevelledLatencyModel(LatencyModel model, double level) implements LatencyModel {
  /** Checks that the level is a positive number. */
  public LevelledLatencyModel {
    Require.positive("level", level);
  }

  /**
   * Finds the level from networks timed now.
   *
   * @param model the model
   * @param graphs networks that the model predicts
   * @param measured their measurements, in the same order
   * @return the model at the level: the median of measured over predicted
   */
  public static LevelledLatencyModel of(
      LatencyModel model, List<LayerGraph> graphs, List<LatencyMeasurement> measured) {
    if (graphs.isEmpty() || graphs.size() != measured.size()) {
      throw new IllegalArgumentException(
          "%d networks, but %d measurements".formatted(graphs.size(), measured.size()));
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < graphs.size(); i++) {
      ratios.add(measured.get(i).medianMillis() / model.predict(graphs.get(i)).millis());
    }
    return new LevelledLatencyModel(model, Quantiles.median(ratios));
  }

  @Override
  public LatencyEstimate predict(LayerGraph graph) {
    LatencyEstimate estimate = model.predict(graph);
    return new LatencyEstimate(level * estimate.millis(), level * estimate.uncertaintyMillis());
  }
}
