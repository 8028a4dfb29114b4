package io.hwnas.benchmarks;

import io.hwnas.evaluator.predictor.MacroBenchmark;
import io.hwnas.netadapt.Descent;
import io.hwnas.netadapt.Landscape;
import io.hwnas.netadapt.Policy;
import io.hwnas.netadapt.Stride;
import io.hwnas.netadapt.Visit;
import io.hwnas.space.ChannelBenchMacro;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Channel-Bench-Macro as a landscape: 16,384 widths of one network, all trained (BCNet, Su et al.,
 * CVPR 2021). Accuracy is the mean of three trainings, cost is multiply-adds.
 */
final class ChannelBench {
  /** The widest network. */
  static final String START = "4444444";

  private static final double DELTA_SHARE = 0.05;

  /** Budgets in hundredths of the widest network's cost. */
  private static final List<Integer> BUDGETS = List.of(90, 80, 70, 60, 50, 40, 30, 20);

  private final Map<String, MacroBenchmark.Entry> networks;
  private final double startMadds;

  private ChannelBench(Map<String, MacroBenchmark.Entry> networks) {
    this.networks = networks;
    this.startMadds = madds(START);
  }

  /** Reads the benchmark's file. */
  static ChannelBench read(Path file) {
    return new ChannelBench(MacroBenchmark.read(file, ChannelBenchMacro::key).entries());
  }

  /** Goes from the widest network down, as far as steps of 5 % go. */
  Way descend(Policy policy) {
    return descend(policy, Growth.QUARTER);
  }

  /** How much a width grows back at a time. */
  enum Growth {
    /** One quarter of its greatest size. */
    QUARTER,
    /** The least that costs a step's cut, as in trained networks. */
    DELTA
  }

  /** The same with another growth. */
  Way descend(Policy policy, Growth growth) {
    Widths widths = new Widths(growth);
    Descent<String> descent =
        Descent.run(widths, policy, Stride.even(0, DELTA_SHARE * startMadds, 0), START);
    return new Way(descent.path(), descent.visits(), widths.asked.size());
  }

  /**
   * A way down.
   *
   * @param path the networks that the steps led to
   * @param visits all that were evaluated
   * @param evaluations how many networks' accuracies were asked for, each counted once
   */
  record Way(List<Visit<String>> path, Collection<Visit<String>> visits, int evaluations) {}

  /** What policies see of the file: the accuracies they ask for, and every cost. */
  private final class Widths implements Landscape<String> {
    private final Growth growth;
    private final Set<String> asked = new HashSet<>();

    private Widths(Growth growth) {
      this.growth = growth;
    }

    @Override
    public double cost(String network) {
      return madds(network);
    }

    @Override
    public double[] shares(String network) {
      return IntStream.range(0, network.length())
          .mapToDouble(place -> quarters(network, place) / (double) quarters(START, place))
          .toArray();
    }

    @Override
    public List<String> cuts(String network, double target) {
      return IntStream.range(0, network.length())
          .mapToObj(place -> cut(network, place, target))
          .flatMap(Optional::stream)
          .toList();
    }

    @Override
    public List<String> exchanges(String network, double target) {
      List<String> exchanges = new ArrayList<>();
      for (int back = 0; back < network.length(); back++) {
        if (quarters(network, back) < quarters(START, back)) {
          String wider = wider(network, back);
          if (cost(wider) <= target) {
            exchanges.add(wider);
          } else {
            exchanges.addAll(paid(wider, back, target));
          }
        }
      }
      exchanges.removeIf(network::equals);
      return exchanges;
    }

    private String wider(String network, int back) {
      double enough = growth == Growth.DELTA ? cost(network) + DELTA_SHARE * startMadds : 0;
      String wider = with(network, back, quarters(network, back) + 1);
      while (cost(wider) < enough && quarters(wider, back) < quarters(START, back)) {
        wider = with(wider, back, quarters(wider, back) + 1);
      }
      return wider;
    }

    private List<String> paid(String wider, int back, double target) {
      return IntStream.range(0, wider.length())
          .filter(place -> place != back)
          .mapToObj(place -> cut(wider, place, target))
          .flatMap(Optional::stream)
          .toList();
    }

    private Optional<String> cut(String network, int place, double target) {
      return IntStream.range(1, quarters(network, place))
          .mapToObj(less -> with(network, place, quarters(network, place) - less))
          .filter(narrower -> cost(narrower) <= target)
          .findFirst();
    }

    @Override
    public OptionalDouble accuracy(String network) {
      asked.add(network);
      return OptionalDouble.of(networks.get(network).accuracy());
    }
  }

  /** Points by which the first network of a way within each budget is short of the file's best. */
  double regretOfPath(Way way) {
    return regret(way.path(), (before, visit) -> false);
  }

  /** The same of the most accurate network evaluated within each budget. */
  double regretOfVisits(Way way) {
    return regret(way.visits(), (before, visit) -> visit.accuracy() > before.accuracy());
  }

  /** How many of the budgets the way reaches. */
  long budgetsReached(Way way) {
    return BUDGETS.stream()
        .filter(budget -> way.path().stream().anyMatch(visit -> within(visit.cost(), budget)))
        .count();
  }

  private double regret(
      Collection<Visit<String>> visits, BiPredicate<Visit<String>, Visit<String>> replaces) {
    return BUDGETS.stream()
        .flatMap(
            budget ->
                visits.stream()
                    .filter(visit -> within(visit.cost(), budget))
                    .reduce((before, visit) -> replaces.test(before, visit) ? visit : before)
                    .map(found -> 100 * (best(budget) - found.accuracy()))
                    .stream())
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }

  private double best(int budget) {
    return networks.values().stream()
        .filter(entry -> within(entry.madds(), budget))
        .mapToDouble(MacroBenchmark.Entry::accuracy)
        .max()
        .orElseThrow();
  }

  private boolean within(double madds, int budget) {
    return 100 * madds <= budget * startMadds;
  }

  private double madds(String network) {
    return networks.get(network).madds();
  }

  private static int quarters(String network, int place) {
    return network.charAt(place) - '0';
  }

  private static String with(String network, int place, int quarters) {
    return network.substring(0, place) + quarters + network.substring(place + 1);
  }
}
