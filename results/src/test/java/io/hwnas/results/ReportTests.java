package io.hwnas.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hwnas.space.Architecture;
import io.hwnas.space.ReferenceNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTests {
  @TempDir Path folder;

  @Test
  void theFindingStandsInWordsAndInTheTable() {
    String html = Report.toHtml(new SampleRun(1, "net").data(20));
    assertTrue(html.contains("<b>net</b> reaches <b>90.71 %</b> top-1"), "sentence");
    assertTrue(html.contains("+1.29 points against mobilenet-v3-small@28 ×0.5, at 0.98×"));
    assertTrue(html.contains("<td>4.81 M</td><td>412 k</td>"), "costs");
  }

  @Test
  void theWayOfNetAdaptStandsInWords() {
    String html = Report.toHtml(new SampleRun(1, "net").data(20));
    assertTrue(
        html.contains(
            "2 of 3 groups of channels that change only together shrank, from 256 to 189"),
        "channels");
    assertTrue(html.contains("After 1 of them predictions were calibrated anew"), "calibration");
  }

  @Test
  void nothingInThePageNamesAnotherPlace() {
    String html = Report.toHtml(new SampleRun(1, "net").data(20));
    String page = html.substring(0, html.indexOf("Licensed to the Apache"));
    assertFalse(page.matches("(?s).*(src|href)=\"(?!data:).*"), "a link leaves the page");
    assertFalse(page.contains("url("), "the style loads something");
    assertTrue(page.contains("default-src 'none'"), "the policy is there");
  }

  @Test
  void theNumbersReadBackAndAreSafeInsideAScript() throws IOException {
    String hostile = "</script><!--<script>{{style}}$1\\";
    String numbers = numbers(Report.toHtml(new SampleRun(1, hostile).data(3)));
    assertFalse(numbers.contains("<"), "an angle bracket is left");
    JsonNode data = new ObjectMapper().readTree(numbers);
    assertEquals(hostile + "-1", data.path("trials").path(0).path("name").asText());
  }

  private static String numbers(String html) {
    Pattern element = Pattern.compile("(?s)id=\"report-data\">(.*?)</script>");
    Matcher matcher = element.matcher(html);
    assertTrue(matcher.find());
    return matcher.group(1);
  }

  @Test
  void ofVeryManyTrialsAFewThousandAreDrawnAndAllOfTheFront() throws IOException {
    ReportData data = new SampleRun(2, "net").data(12_000);
    String html = Report.toHtml(data);
    assertTrue(html.contains("all of the front, the others evenly over the search"), "caption");
    assertTrue(html.length() < Report.toHtml(new SampleRun(2, "net").data(3)).length() + 900_000);
    Set<Long> drawn = new HashSet<>();
    for (JsonNode trial : new ObjectMapper().readTree(numbers(html)).path("trials")) {
      drawn.add(trial.path("id").asLong());
    }
    assertTrue(drawn.size() < 3500, drawn.size() + " drawn");
    for (ReportData.TrialPoint trial : new SearchProgress(data).front()) {
      assertTrue(drawn.contains(trial.id()), "trial " + trial.id() + " of the front");
    }
  }

  @Test
  void theFrontKeepsToTheBudget() throws IOException {
    ReportData data = new SampleRun(5, "net").data(200);
    List<ReportData.TrialPoint> front = new SearchProgress(data).front();
    assertFalse(front.isEmpty());
    assertTrue(front.stream().allMatch(t -> t.cost().orElseThrow() <= SampleRun.BUDGET));
    List<SearchProgress.Point> points = new SearchProgress(data).points();
    assertEquals(1, points.get(points.size() - 1).hypervolumeShare());
    for (int i = 1; i < points.size(); i++) {
      assertTrue(points.get(i).hypervolumeShare() >= points.get(i - 1).hypervolumeShare());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"})
  void everyReferenceNetworkIsDrawnBlockByBlock(String name) {
    Architecture network = ReferenceNetworks.named(name);
    String svg = new NetworkDrawing(network).svg();
    assertEquals(network.blocks().size() + 2, svg.split("<g class=\"block\">", -1).length - 1);
    assertFalse(svg.contains("NaN"));
  }

  @Test
  void trialsOfAStoreBecomePoints() {
    TrialState done =
        new TrialState.Done(
            List.of(ObjectiveValue.of("accuracy", 0.9), ObjectiveValue.of("millis", 0.3)),
            Duration.ZERO);
    Trial trial =
        new Trial(4, new TrialSpec("search", "x", List.of(), "net", "name: net\n", 1), done);
    assertEquals(
        new ReportData.TrialPoint(
            4, "net", "search", "DONE", OptionalDouble.of(0.9), OptionalDouble.of(0.3)),
        ReportData.TrialPoint.of(trial, "accuracy", "millis", CostAxis.LATENCY));
  }

  @Test
  void trainingsAreToldInWords() {
    String html = Report.toHtml(new SampleRun(1, "net").data(20));
    assertTrue(
        html.contains("supernet: 3600 steps, loss 0.445; net: 1080 steps, loss 0.550,"),
        "sentence");
  }

  @Test
  void anEmptyRunHasAReportToo() throws IOException {
    Path file = folder.resolve("report.html");
    Report.write(file, ReportData.of("empty", List.of(), List.of(), List.of()));
    assertTrue(Files.readString(file).contains("<h1>empty</h1>"));
  }

  @Test
  void numbersThatCannotBeDrawnAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new ReportData.NamedPoint("x", Double.NaN, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReportData.PredictionCheck("x", 1, Double.POSITIVE_INFINITY));
    assertThrows(IllegalArgumentException.class, () -> new LatencyFigure(1, 2, 3));
    assertThrows(
        IndexOutOfBoundsException.class,
        () ->
            new ReportData.LatencyGrid(
                List.of("b"),
                List.of("c"),
                List.of(new ReportData.LatencyGrid.Cell(0, 1, 1, 0, 1))));
  }
}
