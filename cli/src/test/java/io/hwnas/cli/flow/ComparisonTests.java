package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.latency.LatencyRatio;
import io.hwnas.results.LatencyFigure;
import io.hwnas.results.LatencyPrediction;
import io.hwnas.results.NetworkFigures;
import io.hwnas.results.ReportData.PredictionCheck;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ComparisonTests {
  private static final double TOLERANCE = 0.03;

  @Test
  void a_baseline_within_the_tolerance_is_said_to_match() {
    Comparison near = comparison(0.4, 0.411);
    JsonNode json = near.json();
    assertTrue(json.get("latencyMatched").asBoolean());
    assertEquals(0.0275, json.get("baselineSlower").asDouble(), 1e-9);
    assertEquals(TOLERANCE, json.get("tolerance").asDouble());
    assertFalse(near.text().contains("no width lies between."), near::text);
  }

  @Test
  void a_baseline_beyond_it_is_said_not_to_in_text_and_json() {
    Comparison far = comparison(0.4, 0.42);
    JsonNode json = far.json();
    assertFalse(json.get("latencyMatched").asBoolean());
    assertEquals(0.05, json.get("baselineSlower").asDouble(), 1e-9);
    assertTrue(
        far.text()
            .contains(
                "The baseline is 5.00 % slower than the found network, more than the 3.00 % allowed:"
                    + " no width lies between."),
        far::text);
  }

  @Test
  void a_faster_baseline_is_said_to_be_at_a_disadvantage() {
    Comparison far = comparison(0.4, 0.38);
    assertFalse(far.json().get("latencyMatched").asBoolean());
    assertTrue(
        far.text().contains("The baseline is 5.00 % faster than the found network"), far::text);
  }

  @Test
  void how_far_the_finalists_were_predicted_is_said() {
    Comparison comparison = comparison(0.4, 0.4);
    assertTrue(
        comparison
            .text()
            .contains("The search's 2 finalists, timed whole, were predicted within 10.00 %."),
        comparison::text);
    assertEquals(0.49, comparison.json().at("/finalists/0/latencyMillis").asDouble());
  }

  @Test
  void a_comparison_of_before_has_no_finalists() {
    ObjectNode json = comparison(0.4, 0.42).json();
    json.remove("finalists");
    assertEquals(List.of(), Comparison.of(json).finalists());
  }

  @Test
  void what_is_written_reads_back() {
    Comparison comparison = comparison(0.4, 0.42);
    assertEquals(comparison, Comparison.of(comparison.json()));
  }

  @Test
  void each_baseline_is_matched_for_itself() {
    Comparison one = comparison(0.4, 0.42);
    Comparison two =
        new Comparison(
            one.found(),
            List.of(figures("baseline", 0.401), figures("baseline 2", 0.44)),
            List.of(0.0025, 0.1),
            one.finalists(),
            one.level(),
            TOLERANCE,
            Optional.of(new LatencyRatio(0.702, 0.004)));
    JsonNode json = two.json();
    assertTrue(json.get("latencyMatched").asBoolean());
    assertFalse(json.at("/otherBaselines/0/latencyMatched").asBoolean());
    assertTrue(
        two.text().contains("The baseline net is 10.00 % slower than the found network"),
        two::text);
    assertEquals(two, Comparison.of(two.json()));
    assertTrue(
        two.text().contains("takes 0.702 ± 0.004 times as long as the one that it was cut from"),
        two::text);
  }

  private static Comparison comparison(double foundMillis, double baselineMillis) {
    return new Comparison(
        figures("found", foundMillis),
        List.of(figures("baseline", baselineMillis)),
        List.of(baselineMillis / foundMillis - 1),
        List.of(
            new PredictionCheck("finalist 1", 0.5, 0.49),
            new PredictionCheck("finalist 2", 0.45, 0.5)),
        1.1,
        TOLERANCE,
        Optional.empty());
  }

  private static NetworkFigures figures(String label, double millis) {
    return new NetworkFigures(
        label,
        "net",
        0.9,
        new LatencyFigure(millis, millis, millis),
        Optional.of(new LatencyPrediction(millis / 1.1, 1.1)),
        1_000_000,
        100_000);
  }
}
