package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.results.Direction;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A search under limits that hold, that cannot be met, or that exclude one another. */
class ConstrainedSearchTests {
  private static final GeneticSearch SEARCH = new GeneticSearch(GeneticSettings.of(20, 12));

  @Property(tries = 12)
  void a_result_is_within_the_budget_and_infeasible_networks_cost_no_accuracy(
      @ForAll @DoubleRange(min = 0.17, max = 1.5) double budget,
      @ForAll @IntRange(max = 1000) int seed) {
    Set<DecisionVector> asked = new HashSet<>();
    SearchSpace space = Problems.largeSpace();
    SearchProblem problem = Problems.askedOnceWithin(space, budget, asked);
    SearchResult result =
        new GeneticSearch(GeneticSettings.of(8, 4))
            .search(problem, Problems.context(seed, 1, TrialLog.inMemory()));
    assertEquals(asked.size(), result.evaluations());
    for (Trial trial : result.front()) {
      assertTrue(trial.score("latencyMillis").orElseThrow() <= budget);
    }
    assertEquals(result.front().get(0), result.best());
  }

  @Test
  void an_impossible_budget_is_answered_with_the_fastest_network_before_anything_is_trained() {
    SearchSpace space = Problems.smallSpace();
    double fastest =
        Problems.all(space).stream()
            .mapToDouble(vector -> Problems.latency(space.decode(vector)))
            .min()
            .orElseThrow();
    SearchProblem problem =
        Problems.within(
            space,
            0.01,
            Problems.accuracyObjective(
                architecture -> {
                  throw new AssertionError("nothing should be trained");
                }));
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> SEARCH.search(problem, Problems.context(1, 1, TrialLog.inMemory())));
    double slowest = Problems.latency(space.decode(space.largest()));
    assertTrue(
        thrown
            .getMessage()
            .matches(
                ("no network of the space toy is within the bound on latencyMillis: fastest is %1$s,"
                        + " you asked for 0.01 ms \\(slowest is %2$s; the fastest has .*kernel 3×2.*\\)")
                    .formatted(
                        Problems.latencyObjective().text(fastest),
                        Problems.latencyObjective().text(slowest))),
        thrown.getMessage());
  }

  @Test
  void a_budget_just_beyond_the_fastest_is_told_from_it_by_more_digits() {
    SearchSpace space = Problems.largeSpace();
    double fastest = Problems.latency(space.decode(space.smallest()));
    SearchProblem problem =
        Problems.within(space, fastest * (1 - 1e-7), Problems.accuracyObjective());
    String refusal =
        assertThrows(
                InvalidInputException.class,
                () -> SEARCH.search(problem, Problems.context(1, 1, TrialLog.inMemory())))
            .getMessage();
    Matcher figures = Pattern.compile("fastest is (.+), you asked for (.+?) \\(").matcher(refusal);
    assertTrue(figures.find(), refusal);
    assertNotEquals(figures.group(1), figures.group(2));
  }

  @Test
  void counts_and_long_latencies_are_written_out() {
    Objective count = Objective.cheap("madds", Direction.MINIMISE, "", network -> Estimate.of(0));
    assertEquals("21,110", count.text(21_110));
    assertEquals("9,876", count.text(9_876));
    assertEquals("12,346", count.text(12_345.6));
    assertEquals("0.9257", count.text(0.92573));
  }

  /** The toy space's latencies with a standard error of a tenth. */
  private static SearchProblem uncertainWithin(double budget, double margin) {
    return new SearchProblem(
        Problems.largeSpace(),
        List.of(
            Problems.accuracyObjective(),
            Objective.cheap(
                "latencyMillis",
                Direction.MINIMISE,
                "ms",
                architecture -> {
                  double millis = Problems.latency(architecture);
                  return new Estimate(millis, 0.1 * millis);
                })),
        List.of(new Constraint("latencyMillis", budget).withMargin(margin)));
  }

  @Test
  void with_a_margin_networks_are_within_the_budget_by_so_many_standard_errors() {
    SearchResult result =
        SEARCH.search(uncertainWithin(0.6, 2), Problems.context(3, 1, TrialLog.inMemory()));
    List<Double> found =
        result.trials().stream()
            .filter(trial -> trial.state() instanceof TrialState.Done)
            .map(trial -> trial.score("latencyMillis").orElseThrow())
            .toList();
    assertTrue(found.size() > 20, "only " + found.size());
    assertTrue(found.stream().allMatch(millis -> 1.2 * millis <= 0.6), "" + found);
  }

  @Test
  void a_budget_that_only_a_margin_makes_impossible_is_answered_with_both_latencies() {
    SearchSpace space = Problems.largeSpace();
    double fastest = Problems.latency(space.decode(space.smallest()));
    double budget = 1.1 * fastest;
    SEARCH.search(uncertainWithin(budget, 0), Problems.context(1, 1, TrialLog.inMemory()));
    String refusal =
        assertThrows(
                InvalidInputException.class,
                () ->
                    SEARCH.search(
                        uncertainWithin(budget, 2), Problems.context(1, 1, TrialLog.inMemory())))
            .getMessage();
    Objective objective = Problems.latencyObjective();
    assertTrue(
        refusal.contains(
            "fastest is %s, with 2.000 standard errors %s, you asked for %s"
                .formatted(
                    objective.text(fastest),
                    objective.text(1.2 * fastest),
                    objective.text(budget))),
        refusal);
  }

  @Test
  void constraints_that_exclude_one_another_are_refused() {
    Objective size =
        Objective.cheap(
            "negativeLatency",
            Direction.MAXIMISE,
            "ms",
            architecture -> Estimate.of(Problems.latency(architecture)));
    SearchProblem problem =
        new SearchProblem(
            Problems.largeSpace(),
            List.of(Problems.accuracyObjective(), Problems.latencyObjective(), size),
            List.of(new Constraint("latencyMillis", 0.3), new Constraint("negativeLatency", 0.5)));
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> SEARCH.search(problem, Problems.context(1, 1, TrialLog.inMemory())));
    String refusal = thrown.getMessage();
    assertTrue(
        refusal.contains(
            "within the bound on latencyMillis and the bound on negativeLatency at once"),
        refusal);
    assertTrue(refusal.contains("the nearest has "), refusal);
  }

  @Test
  void a_search_between_two_latencies_tries_no_network_outside() {
    SearchProblem problem =
        new SearchProblem(
            Problems.largeSpace(),
            List.of(Problems.accuracyObjective(), Problems.latencyObjective()),
            List.of(
                new Constraint("latencyMillis", 0.6),
                new Constraint("latencyMillis", 0.5, Constraint.Side.BETTER)));
    SearchResult result = SEARCH.search(problem, Problems.context(3, 1, TrialLog.inMemory()));
    List<Double> tried =
        result.trials().stream()
            .filter(trial -> trial.state() instanceof TrialState.Done)
            .map(trial -> trial.score("latencyMillis").orElseThrow())
            .toList();
    assertTrue(tried.size() > 20, "only " + tried.size());
    assertTrue(tried.stream().allMatch(millis -> millis >= 0.5 && millis <= 0.6), "" + tried);
  }

  @Test
  void a_least_latency_beyond_the_slowest_network_is_answered_with_that_network() {
    SearchSpace space = Problems.smallSpace();
    double slowest =
        Problems.all(space).stream()
            .mapToDouble(vector -> Problems.latency(space.decode(vector)))
            .max()
            .orElseThrow();
    SearchProblem problem =
        new SearchProblem(
            space,
            List.of(Problems.accuracyObjective(), Problems.latencyObjective()),
            List.of(new Constraint("latencyMillis", 2 * slowest, Constraint.Side.BETTER)));
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> SEARCH.search(problem, Problems.context(1, 1, TrialLog.inMemory())));
    assertTrue(
        thrown
            .getMessage()
            .contains("slowest is " + Problems.latencyObjective().text(slowest) + ", you asked"),
        thrown.getMessage());
  }

  @Test
  void a_constraint_on_a_costly_objective_rules_out_after_the_evaluation() {
    double median =
        Problems.all(Problems.smallSpace()).stream()
            .mapToDouble(vector -> Problems.accuracy(Problems.smallSpace().decode(vector)))
            .sorted()
            .skip(Problems.all(Problems.smallSpace()).size() / 2)
            .findFirst()
            .orElseThrow();
    SearchProblem problem =
        new SearchProblem(
            Problems.smallSpace(),
            List.of(Problems.latencyObjective(), Problems.accuracyObjective()),
            List.of(new Constraint("accuracy", median)));
    SearchResult result = SEARCH.search(problem, Problems.context(2, 2, TrialLog.inMemory()));
    assertTrue(result.best().score("accuracy").orElseThrow() >= median);
    assertEquals(result.trials().size(), result.evaluations());
    assertTrue(
        result.trials().stream().anyMatch(trial -> trial.state() instanceof TrialState.Infeasible));
  }
}
