package io.hwnas.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.SearchView.Candidate;
import io.hwnas.results.SearchView.Choices;
import io.hwnas.results.SearchView.Improvement;
import io.hwnas.results.SearchView.RandomSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SearchViewTests {
  private static final List<Choices> DECISIONS =
      List.of(new Choices("s1.depth", List.of("1", "2")), new Choices("k", List.of("3", "5")));

  /** Twenty networks, the later the better; the two best have depth 2 and kernel 5. */
  private static SearchView view() {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      List<Integer> choices =
          i > 18 ? List.of(1, 1) : List.of(0, i % 3 == 0 ? SearchView.ABSENT : 0);
      candidates.add(new Candidate(i, choices, 0.5 + i / 100.0, true));
    }
    candidates.add(new Candidate(21, List.of(0, 0), 0.99, false));
    return new SearchView("accuracy", DECISIONS, candidates, List.of(), Optional.empty());
  }

  @Test
  void sharesAreOfTheBestTenthWithinTheBudgetAndOfNetworksThatHaveTheBlock() {
    CommonChoices common = new CommonChoices(view());
    assertEquals(2, common.best());
    assertEquals(1, common.shares(0).get(1).amongBest().orElseThrow());
    assertEquals(2.0 / 21, common.shares(0).get(1).overall().orElseThrow());
    // Six of the first eighteen have no such block; 21 - 6 = 15 choose a kernel, 2 of them 5.
    assertEquals(2.0 / 15, common.shares(1).get(1).overall().orElseThrow());
    assertEquals("5", common.favoured(1).orElseThrow().choice());
  }

  @Test
  void theTableBoldsWhatGainedAndEscapesNames() {
    String html = new CommonChoicesTable(view()).html();
    assertTrue(html.contains("<span class=\"choice best\"><i>5</i> 100 % <small>(13 %)</small>"));
    assertTrue(html.contains("<span class=\"choice\"><i>3</i> 0 % <small>(87 %)</small>"));
  }

  @Test
  void diversityIsTheShareOfDecisionsInWhichTwoNetworksDiffer() {
    assertEquals(0, Diversity.share(List.of(List.of(1, 1), List.of(1, 1))));
    assertEquals(0.5, Diversity.share(List.of(List.of(0, 1), List.of(1, 1))));
    assertEquals(
        (2.0 / 3 + 1) / 2,
        Diversity.share(List.of(List.of(0, 0), List.of(0, 1), List.of(1, 2))),
        1e-12);
    assertEquals(0, Diversity.share(List.of(List.of(0, 1))));
    List<Diversity.Point> stretches = Diversity.overTime(view().candidates());
    assertEquals(5, stretches.size());
    assertEquals(1, stretches.get(0).from());
    assertEquals(21, stretches.get(4).to());
  }

  @Test
  void theFirstPopulationGivesTheMeanBestOfSoManyDraws() {
    List<ReportData.TrialPoint> trials = new ArrayList<>();
    double[] accuracies = {0.3, 0.1, 0.2, 0.9};
    for (int i = 0; i < accuracies.length; i++) {
      trials.add(
          new ReportData.TrialPoint(
              i + 1,
              "net",
              "search",
              "DONE",
              OptionalDouble.of(accuracies[i]),
              OptionalDouble.of(1)));
    }
    List<RandomCurve.Point> curve =
        RandomCurve.of(new RandomSearch.FirstPopulation(3), new SearchProgress(data(trials)));
    assertEquals(3, curve.size());
    assertEquals(0.2, curve.get(0).bestAccuracy(), 1e-12);
    // Of the pairs of 0.1, 0.2, 0.3 one has 0.2 as its best and two have 0.3.
    assertEquals((0.2 + 0.3 + 0.3) / 3, curve.get(1).bestAccuracy(), 1e-12);
    assertEquals(0.3, curve.get(2).bestAccuracy(), 1e-12);
  }

  @Test
  void aRandomSearchIsMeasuredAgainstTheSearchsOwnFinalFront() {
    List<ReportData.TrialPoint> trials =
        List.of(
            new ReportData.TrialPoint(
                1, "a", "search", "DONE", OptionalDouble.of(0.5), OptionalDouble.of(2)),
            new ReportData.TrialPoint(
                2, "b", "search", "DONE", OptionalDouble.of(0.9), OptionalDouble.of(1)));
    List<RandomCurve.Point> curve =
        RandomCurve.of(
            new RandomSearch.Run(40, List.of(new Improvement(7, 0.7, OptionalDouble.of(1)))),
            new SearchProgress(data(trials)));
    assertEquals(List.of(7, 40), curve.stream().map(RandomCurve.Point::evaluation).toList());
    assertEquals(0.5, curve.get(1).hypervolumeShare().orElseThrow(), 1e-12);
  }

  private static ReportData data(List<ReportData.TrialPoint> trials) {
    return ReportData.of("run", List.of(), trials, List.of());
  }

  @Test
  void longListsKeepWhatMustStayAndTheirLast() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      all.add(i);
    }
    List<Integer> kept = Thinning.of(all, 10, i -> i == 3);
    assertTrue(kept.contains(3));
    assertTrue(kept.contains(999));
    assertTrue(kept.size() <= 12, kept.toString());
    assertEquals(all, Thinning.of(all, 1000, i -> false));
  }

  @Test
  void choicesThatDoNotFitTheDecisionsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SearchView(
                "accuracy",
                DECISIONS,
                List.of(new Candidate(1, List.of(0), 0.5, true)),
                List.of(),
                Optional.empty()));
  }
}
