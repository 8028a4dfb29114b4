package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.flow.ScaledBaseline.AtWidth;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LatencyRatio;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.probe.TimingProtocol;
import io.hwnas.results.LatencyFigure;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses a baseline's width: the smallest at which it is measured to be at least as slow as the
 * found network, both timed in turn.
 *
 * <p>Predicted latencies only tell where to begin; a window of widths around is measured together
 * with the found network, and moved until the answer lies within it. Where two windows contradict
 * each other about the network they share, that network is the answer.
 */
final class BaselineChoiceStage implements Stage<BaselineChoiceStage.Choice> {
  private static final int WINDOW = 10;
  private static final String FOUND = "found";
  private static final String SLOWER = "slower";

  /** How much slower a width is that may be as slow is to be known so well, relatively. */
  private static final double ENOUGH = 0.01;

  private final RunContext context;
  private final LatencyModel latency;
  private final Candidate found;
  private final Baseline baseline;

  /**
   * The width, and what was measured.
   *
   * @param width the baseline's width multiplier
   * @param found the found network's latency
   * @param baseline the baseline's latency, timed in turn with it
   * @param slower by how much the baseline is slower, as a fraction: both compared session by
   *     session
   */
  record Choice(double width, LatencyFigure found, LatencyFigure baseline, double slower) {}

  BaselineChoiceStage(
      RunContext context, LatencyModel latency, Candidate found, Baseline baseline) {
    this.context = context;
    this.latency = latency;
    this.found = found;
    this.baseline = baseline;
  }

  @Override
  public String name() {
    return baseline.widthStage();
  }

  @Override
  public Choice run(ProgressListener progress) {
    List<AtWidth> all =
        new ScaledBaseline(
                baseline, context.config().baseline(), context.data().training().images())
            .all();
    int from = clamp(predictedPlace(all) - WINDOW / 2, all);
    Optional<Choice> above = Optional.empty();
    boolean fasterBelow = from == 0;
    while (true) {
      List<AtWidth> window = all.subList(from, Math.min(all.size(), from + WINDOW));
      List<LatencyMeasurement> measured = measure(window, from, progress);
      int place = firstAsSlow(measured.subList(0, window.size() + 1));
      if (place > 1 || (place == 1 && fasterBelow)) {
        return choice(window, measured, place);
      }
      if (place == 0 && above.isPresent()) {
        return above.get();
      }
      if (place == 1) {
        above = Optional.of(choice(window, measured, place));
        from = clamp(from - WINDOW + 1, all);
        fasterBelow = from == 0;
      } else if (from == clamp(from + WINDOW - 1, all)) {
        break;
      } else {
        from = clamp(from + WINDOW - 1, all);
        fasterBelow = true;
      }
    }
    throw new InvalidInputException(
        "%s is at no width as slow as the found network; name another baseline.network"
            .formatted(baseline.network()));
  }

  private Choice choice(List<AtWidth> window, List<LatencyMeasurement> measured, int place) {
    return new Choice(
        window.get(place - 1).width(),
        figure(measured.get(0)),
        figure(measured.get(place)),
        slower(measured, place));
  }

  /** The first network that is predicted to be as slow as the found one. */
  private int predictedPlace(List<AtWidth> all) {
    double target = latency.predict(found.graph()).millis();
    int low = 0;
    int high = all.size() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      double millis = latency.predict(LayerGraph.of(all.get(middle).architecture())).millis();
      if (millis < target) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int clamp(int from, List<AtWidth> all) {
    return Math.max(0, Math.min(from, all.size() - WINDOW));
  }

  private List<LatencyMeasurement> measure(
      List<AtWidth> window, int from, ProgressListener progress) {
    List<TimedNetwork> networks = new ArrayList<>();
    networks.add(new GraphNetwork(FOUND, found.graph()));
    for (AtWidth candidate : window) {
      networks.add(
          new GraphNetwork("width-" + candidate.width(), LayerGraph.of(candidate.architecture())));
    }
    TimingProtocol protocol = context.config().latency().timing();
    double millis = networks.size() * latency.predict(found.graph()).millis();
    return new NetworkTimer(
            context.runtime(),
            context.log().under("%s/%d/".formatted(baseline.training(), from)),
            progress)
        .measureUntil(
            LatencyRatio.decided(networks.size(), ENOUGH),
            LatencyRatio.mostRounds(protocol, millis),
            networks,
            protocol);
  }

  /** The first of the measured networks after the found one that is as slow, or 0. */
  private static int firstAsSlow(List<LatencyMeasurement> measured) {
    for (int i = 1; i < measured.size(); i++) {
      if (slower(measured, i) >= 0) {
        return i;
      }
    }
    return 0;
  }

  private static double slower(List<LatencyMeasurement> measured, int place) {
    return LatencyRatio.of(measured.get(place), measured.get(0)).value() - 1;
  }

  /** Returns a measurement as the comparison shows it. */
  static LatencyFigure figure(LatencyMeasurement measured) {
    return new LatencyFigure(
        measured.medianMillis(),
        Math.min(measured.lowerQuartileMillis(), measured.medianMillis()),
        Math.max(measured.upperQuartileMillis(), measured.medianMillis()));
  }

  @Override
  public ObjectNode write(Choice choice) {
    ObjectNode record = Json.object().put("width", choice.width()).put(SLOWER, choice.slower());
    record.set(FOUND, write(choice.found()));
    record.set("baseline", write(choice.baseline()));
    return record;
  }

  private static ObjectNode write(LatencyFigure figure) {
    return Json.object()
        .put("medianMillis", figure.medianMillis())
        .put("lowerQuartileMillis", figure.lowerQuartileMillis())
        .put("upperQuartileMillis", figure.upperQuartileMillis());
  }

  @Override
  public Choice read(JsonNode record) {
    LatencyFigure found = figure(record.get(FOUND));
    LatencyFigure chosen = figure(record.get("baseline"));
    // Older runs compared the medians of all sessions.
    double ofMedians = chosen.medianMillis() / found.medianMillis() - 1;
    return new Choice(
        record.get("width").asDouble(), found, chosen, record.path(SLOWER).asDouble(ofMedians));
  }

  private static LatencyFigure figure(JsonNode record) {
    return new LatencyFigure(
        record.get("medianMillis").asDouble(),
        record.get("lowerQuartileMillis").asDouble(),
        record.get("upperQuartileMillis").asDouble());
  }

  @Override
  public String summary(Choice choice) {
    double tolerance = context.config().baseline().tolerance();
    return "width %s, %s slower than the found network%s"
        .formatted(
            choice.width(),
            Units.percent(choice.slower()),
            choice.slower() > tolerance
                ? " (more than the %s allowed: no width between)"
                    .formatted(Units.percent(tolerance))
                : "");
  }
}
