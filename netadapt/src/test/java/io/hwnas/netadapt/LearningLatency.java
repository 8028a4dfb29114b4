package io.hwnas.netadapt;

import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.space.LayerGraph;
import java.util.List;

/** Takes smaller networks for faster than they are until some were considered. */
final class LearningLatency implements LatencyModel {
  private static final double TOO_FAST = 0.97;

  private final LatencyModel truth;
  private final double firstMillis;
  private boolean learnt;

  LearningLatency(LatencyModel truth, LayerGraph first) {
    this.truth = truth;
    this.firstMillis = truth.predict(first).millis();
  }

  @Override
  public LatencyEstimate predict(LayerGraph graph) {
    LatencyEstimate estimate = truth.predict(graph);
    return learnt || estimate.millis() >= firstMillis
        ? estimate
        : new LatencyEstimate(TOO_FAST * estimate.millis(), estimate.uncertaintyMillis());
  }

  @Override
  public boolean considered(List<LayerGraph> graphs) {
    boolean news = !learnt && !graphs.isEmpty();
    learnt |= news;
    return news;
  }
}
