package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfidenceTests {
  private final LatencyModel model = graph -> new LatencyEstimate(2, 0.1);

  @ParameterizedTest
  @CsvSource({"0.5, 0", "0.841345, 1", "0.9, 1.281552", "0.975, 1.959964"})
  void standardErrorsAreThoseOfTheNormalDistribution(double probability, double expected) {
    assertEquals(expected, new Confidence(probability).standardErrors(), 1e-5);
  }

  @Test
  void whatIsPromisedIsSlowerThanPredictedByTheUncertainty() {
    LatencyEstimate promised = new Confidence(0.975).promised(model).predict(Spaces.smallest());
    assertEquals(2.1959964, promised.millis(), 1e-6);
    assertEquals(0.1, promised.uncertaintyMillis());
  }

  @Test
  void theModelHearsWhichNetworksAreConsideredAndChosenByWhatItPromises() {
    List<LayerGraph> chosen = new ArrayList<>();
    LatencyModel hearing =
        new LatencyModel() {
          @Override
          public LatencyEstimate predict(LayerGraph graph) {
            return model.predict(graph);
          }

          @Override
          public void chosen(LayerGraph graph) {
            chosen.add(graph);
          }

          @Override
          public boolean considered(List<LayerGraph> graphs) {
            return chosen.addAll(graphs);
          }
        };
    LatencyModel promised = new Confidence(0.9).promised(hearing);
    promised.chosen(Spaces.smallest());
    assertTrue(promised.considered(List.of(Spaces.smallest(), Spaces.smallest())));
    assertEquals(3, chosen.size());
  }

  @Test
  void withEvenOddsThePredictionsArePromised() {
    assertSame(model, Confidence.EVEN.promised(model));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.49, 1, 1.5, Double.NaN})
  void impossibleOnesAreRefused(double probability) {
    assertThrows(InvalidInputException.class, () -> new Confidence(probability));
  }
}
