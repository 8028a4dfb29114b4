package io.hwnas.netadapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class DescentTests {
  private static final List<Integer> START = List.of(4, 4, 4);

  /** Three groups of one to four channels, each channel of which costs 1. */
  private static final class Widths implements Landscape<List<Integer>> {
    private final ToDoubleFunction<List<Integer>> accuracy;
    private final List<List<Integer>> evaluated = new ArrayList<>();
    private final Set<List<Integer>> gone = new HashSet<>();
    private final Set<List<Integer>> takenLater = new HashSet<>();
    private double costOfChannel = 1;
    private double costAfterStep = 1;
    private int learntAtStep = 1;
    private int steps;

    private Widths(ToDoubleFunction<List<Integer>> accuracy) {
      this.accuracy = accuracy;
    }

    @Override
    public double cost(List<Integer> network) {
      return costOfChannel * network.stream().mapToInt(channels -> channels).sum();
    }

    @Override
    public void taken(List<List<Integer>> proposals, Visit<List<Integer>> winner) {
      steps++;
      costOfChannel = steps < learntAtStep ? costOfChannel : costAfterStep;
      if (gone.contains(winner.network())) {
        takenLater.add(winner.network());
      }
    }

    @Override
    public void retain(List<List<Integer>> running) {
      evaluated.stream().filter(network -> !running.contains(network)).forEach(gone::add);
    }

    @Override
    public double[] shares(List<Integer> network) {
      return network.stream().mapToDouble(channels -> channels / 4.0).toArray();
    }

    @Override
    public List<List<Integer>> cuts(List<Integer> network, double target) {
      List<List<Integer>> cuts = new ArrayList<>();
      int less = (int) Math.ceil((cost(network) - target) / costOfChannel);
      for (int group = 0; group < 3; group++) {
        if (network.get(group) > less) {
          cuts.add(with(network, group, -less));
        }
      }
      return cuts;
    }

    @Override
    public List<List<Integer>> exchanges(List<Integer> network, double target) {
      List<List<Integer>> exchanges = new ArrayList<>();
      for (int back = 0; back < 3; back++) {
        if (network.get(back) < 4) {
          List<Integer> wider = with(network, back, 1);
          exchanges.addAll(cost(wider) <= target ? List.of(wider) : cuts(wider, target));
        }
      }
      return exchanges;
    }

    private static List<Integer> with(List<Integer> network, int group, int more) {
      List<Integer> changed = new ArrayList<>(network);
      changed.set(group, changed.get(group) + more);
      return changed;
    }

    @Override
    public OptionalDouble accuracy(List<Integer> network) {
      evaluated.add(network);
      double value = accuracy.applyAsDouble(network);
      return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
  }

  private static Descent<List<Integer>> descend(
      Policy policy, double budget, ToDoubleFunction<List<Integer>> accuracy) {
    return Descent.run(new Widths(accuracy), policy, Stride.even(budget, 1, 0), START);
  }

  private static List<Integer> last(Descent<List<Integer>> descent) {
    return descent.path().get(descent.path().size() - 1).network();
  }

  /** Channels of the last group matter most, of the first least. */
  private static double weighted(List<Integer> network) {
    return network.get(0) + 2 * network.get(1) + 3 * network.get(2);
  }

  /** The first cut looks best in the first group, but pays only if the second is kept whole. */
  private static double trap(List<Integer> network) {
    int first = network.get(0);
    int second = network.get(1);
    return -(4 - second) * 1.5
        - (first == 3 ? 1 : first < 3 ? 3 * (4 - first) : 0)
        - (network.get(2) == 4 ? 0 : 2 - 0.1 * (4 - network.get(2)));
  }

  @Test
  void the_original_takes_the_most_accurate_proposal_until_the_budget_is_met() {
    Descent<List<Integer>> descent = descend(Policy.ORIGINAL, 8, DescentTests::weighted);
    assertEquals(List.of(1, 3, 4), last(descent));
    assertEquals(5, descent.path().size());
  }

  @Test
  void a_descent_ends_where_no_proposal_is_left() {
    assertEquals(List.of(1, 1, 1), last(descend(Policy.ORIGINAL, 0, DescentTests::weighted)));
    assertEquals(List.of(1, 1, 1), last(descend(Policy.EXCHANGE, 0, DescentTests::weighted)));
  }

  @Test
  void a_step_of_failures_alone_ends_a_descent() {
    ToDoubleFunction<List<Integer>> failing = network -> network.equals(START) ? 1 : Double.NaN;
    for (Policy policy : List.of(Policy.ORIGINAL, Policy.MOBILENET_V3, Policy.EXCHANGE)) {
      assertEquals(START, last(descend(policy, 3, failing)));
    }
  }

  @Test
  void exchanges_undo_a_cut_that_greedy_keeps() {
    List<Integer> greedy = last(descend(Policy.ORIGINAL, 9, DescentTests::trap));
    List<Integer> exchanged = last(descend(Policy.EXCHANGE, 9, DescentTests::trap));
    assertTrue(greedy.get(0) < 4, greedy.toString());
    assertEquals(List.of(4, 4, 1), exchanged);
    assertTrue(trap(exchanged) > trap(greedy));
  }

  @Test
  void what_a_step_taught_of_costs_holds_for_all_networks_from_then_on() {
    for (Policy policy : List.of(Policy.ORIGINAL, Policy.EXCHANGE)) {
      Widths widths = new Widths(DescentTests::weighted);
      widths.costAfterStep = 1.25;
      Descent<List<Integer>> descent = Descent.run(widths, policy, Stride.even(10, 1, 0), START);
      assertTrue(widths.cost(last(descent)) <= 10, last(descent).toString());
      for (Visit<List<Integer>> visit : descent.visits()) {
        assertEquals(widths.cost(visit.network()), visit.cost());
      }
      assertEquals(15, descent.path().get(0).cost());
    }
  }

  @Test
  void no_step_leads_to_a_network_that_was_let_go_though_it_becomes_cheaper() {
    Widths widths = new Widths(DescentTests::trap);
    // The first network is let go in the first step, and within the third's target by the second.
    widths.costAfterStep = 0.75;
    widths.learntAtStep = 2;
    Descent.run(widths, Policy.EXCHANGE, Stride.even(4, 1, 0), START);
    assertFalse(widths.gone.isEmpty());
    assertTrue(Collections.disjoint(widths.gone, widths.takenLater), widths.takenLater::toString);
  }

  @Test
  void exchanges_whose_steps_die_away_above_the_budget_end() {
    Widths widths = new Widths(DescentTests::weighted);
    Descent<List<Integer>> descent =
        Descent.run(widths, Policy.EXCHANGE, new Stride(3, 1, 0.5, 0), START);
    assertTrue(widths.cost(last(descent)) > 3, last(descent).toString());
  }

  @Test
  void no_policy_evaluates_a_network_twice() {
    for (Policy policy : List.of(Policy.ORIGINAL, Policy.MOBILENET_V3, Policy.EXCHANGE)) {
      Widths widths = new Widths(DescentTests::trap);
      Descent<List<Integer>> descent = Descent.run(widths, policy, Stride.even(0, 1, 0), START);
      assertEquals(new HashSet<>(widths.evaluated).size(), widths.evaluated.size());
      assertEquals(widths.evaluated.size(), descent.visits().size());
    }
  }

  @Test
  void every_step_of_exchanges_lowers_the_cost_by_delta_from_one_target_for_all() {
    Collection<Visit<List<Integer>>> path = descend(Policy.EXCHANGE, 4, DescentTests::trap).path();
    int step = 0;
    for (Visit<List<Integer>> visit : path) {
      assertTrue(visit.cost() <= 12 - step, path.toString());
      step++;
    }
  }
}
