package io.hwnas.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportBrowserTests {
  private static final String HOSTILE =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)>'\"&{{data}}\\u2028\u2028";

  @TempDir Path folder;
  private Chromium browser;

  @BeforeEach
  void findBrowser() {
    Optional<Chromium> found = Chromium.find();
    if (found.isEmpty() && !"true".equals(System.getenv("CI"))) {
      String reason = "Skipped: there is no Chromium on the PATH to open the report in.";
      System.err.println(reason);
      Assumptions.abort(reason);
    }
    assertTrue(found.isPresent(), "with CI=true the report is opened in Chromium; install it");
    browser = found.get();
  }

  @Test
  void everyTrialIsPlottedAndNothingElseIsLoaded() throws Exception {
    ReportData data =
        new SampleRun(1, "quickstart").data(400, new SearchView.RandomSearch.FirstPopulation(30));
    Chromium.Visit visit = visit(data);
    JsonNode report = counts(visit);
    assertCounts(data, report);
    assertEquals(400, report.path("plottedTrials").asInt());
    assertTrue(report.path("plottedUnscored").asInt() > 0);
    assertEquals(20, report.path("plottedDiversity").asInt());
    assertEquals(report.path("plottedFront").asInt(), report.path("plottedErrors").asInt());
    long first = data.trials().stream().limit(30).filter(t -> t.accuracy().isPresent()).count();
    assertEquals(first, report.path("plottedRandom").asInt());
  }

  @Test
  void ofVeryManyTrialsTheFrontAndSomeOthersAreDrawn() throws Exception {
    List<SearchView.Improvement> improvements =
        List.of(
            new SearchView.Improvement(1, 0.85, OptionalDouble.of(0.25)),
            new SearchView.Improvement(700, 0.87, OptionalDouble.of(0.3)));
    ReportData data =
        new SampleRun(1, "many").data(5000, new SearchView.RandomSearch.Run(5000, improvements));
    Chromium.Visit visit = visit(data);
    JsonNode report = counts(visit);
    assertEquals("[]", report.path("errors").toString());
    assertTrue(report.path("plottedTrials").asInt() <= 3200, report.toString());
    assertEquals(new SearchProgress(data).front().size(), report.path("plottedFront").asInt());
    assertEquals(3, report.path("plottedRandom").asInt());
  }

  @Test
  void hostileNamesAreTextAndNothingMore() throws Exception {
    ReportData data =
        new SampleRun(2, HOSTILE).data(30, new SearchView.RandomSearch.FirstPopulation(8));
    Chromium.Visit visit = visit(data);
    assertCounts(data, counts(visit));
    String dom = visit.dom();
    String body = dom.substring(dom.indexOf("<body"), dom.indexOf("<script type=\"application"));
    String tags = body.replaceAll("=\"[^\"]*\"", "");
    assertFalse(tags.contains("<img"), "a name became an element");
    assertFalse(tags.contains("<script"), "a name became a script");
    assertTrue(tags.contains("&lt;img src=x onerror=alert(2)&gt;"), "the name is shown");
  }

  @Test
  void aRunThatHasOnlyBegunIsDrawnToo() throws Exception {
    ReportData data =
        ReportData.of(
            "begun",
            List.of(),
            List.of(
                new ReportData.TrialPoint(
                    1, "a", "search", "DONE", OptionalDouble.of(0.9), OptionalDouble.of(0.3)),
                new ReportData.TrialPoint(
                    2, "b", "search", "FAILED", OptionalDouble.empty(), OptionalDouble.empty())),
            List.of());
    JsonNode report = counts(visit(data));
    assertEquals(1, report.path("plottedTrials").asInt());
    assertEquals(1, report.path("plottedFront").asInt());
    assertEquals(0, report.path("plottedEntries").asInt());
  }

  @Test
  void aPageThatAsksForMoreIsCaught() throws Exception {
    Path page = folder.resolve("report.html");
    String html = Report.toHtml(new SampleRun(3, "leaky").data(5));
    String image = "<main><img src=\"https://example.invalid/a.png\">";
    Files.writeString(page, html.replace("<main>", image));
    Chromium.Visit visit = browser.open(page, folder);
    assertFalse(visit.console().isEmpty(), "the policy should have refused the image");
  }

  private Chromium.Visit visit(ReportData data) throws IOException, InterruptedException {
    Path page = folder.resolve("report.html");
    Report.write(page, data);
    Chromium.Visit visit = browser.open(page, folder);
    assertEquals(List.of(), visit.console(), "the console is silent");
    return visit;
  }

  private static JsonNode counts(Chromium.Visit visit) throws IOException {
    Matcher matcher = Pattern.compile(" data-report=\"([^\"]*)\"").matcher(visit.dom());
    assertTrue(matcher.find(), "the script did not come to its end");
    String json = matcher.group(1).replace("&quot;", "\"").replace("&amp;", "&");
    return new ObjectMapper().readTree(json);
  }

  private static void assertCounts(ReportData data, JsonNode report) {
    long known = data.trials().stream().filter(t -> t.cost().isPresent()).count();
    long scored = data.trials().stream().filter(t -> t.accuracy().isPresent()).count();
    assertEquals("[]", report.path("errors").toString());
    assertEquals("[]", report.path("requests").toString());
    assertEquals(known, report.path("plottedTrials").asInt());
    assertEquals(known - scored, report.path("plottedUnscored").asInt());
    assertEquals(new SearchProgress(data).front().size(), report.path("plottedFront").asInt());
    assertEquals(data.found().size(), report.path("plottedFound").asInt());
    assertEquals(data.baselines().size(), report.path("plottedBaselines").asInt());
    assertEquals(scored, report.path("plottedProgress").asInt());
    Adaptation way = data.netAdapt().orElseThrow();
    assertEquals(way.steps().size(), report.path("plottedSteps").asInt());
    assertEquals(
        way.steps().stream().filter(step -> step.check().isPresent()).count(),
        report.path("plottedMeasuredSteps").asInt());
    assertEquals(data.baselines().size(), report.path("plottedWidths").asInt());
    // All widths are of one network.
    assertEquals(data.baselines().size(), report.path("plottedWidthCurve").asInt());
    assertEquals(way.channels().size(), report.path("plottedChannels").asInt());
    assertEquals(
        data.latencyTable().orElseThrow().cells().size(), report.path("plottedEntries").asInt());
    assertEquals(data.predictions().size(), report.path("plottedPredictions").asInt());
    assertEquals(data.stages().size(), report.path("plottedStages").asInt());
    assertEquals(
        data.trainings().stream().mapToInt(training -> training.points().size()).sum(),
        report.path("plottedLosses").asInt());
    assertEquals(
        data.network().orElseThrow().blocks().size() + 2, report.path("drawnBlocks").asInt());
  }
}
