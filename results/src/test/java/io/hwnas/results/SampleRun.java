package io.hwnas.results;

import io.hwnas.results.ReportData.Fact;
import io.hwnas.results.ReportData.LatencyGrid;
import io.hwnas.results.ReportData.NamedPoint;
import io.hwnas.results.ReportData.PredictionCheck;
import io.hwnas.results.ReportData.StageTime;
import io.hwnas.results.ReportData.TrialPoint;
import io.hwnas.space.Architecture;
import io.hwnas.space.ReferenceNetworks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** A run made up for the tests of the report: plausible numbers from one seed, names as given. */
final class SampleRun {
  static final double BUDGET = 0.32;

  private final Random random;
  private final String name;

  SampleRun(long seed, String name) {
    this.random = new Random(seed);
    this.name = name;
  }

  /** The same with what the search chose; the random search is as given. */
  ReportData data(int trials, SearchView.RandomSearch search) {
    List<TrialPoint> points = trials(trials);
    List<SearchView.Candidate> candidates = new ArrayList<>();
    for (TrialPoint trial : points) {
      if (trial.accuracy().isPresent()) {
        candidates.add(
            new SearchView.Candidate(
                candidates.size() + 1,
                choices(),
                trial.accuracy().getAsDouble(),
                trial.cost().orElseThrow() <= BUDGET));
      }
    }
    return data(
        points,
        Optional.of(
            new SearchView(
                "accuracy of " + name,
                List.of(
                    new SearchView.Choices("s1.depth", List.of("1", "2")),
                    new SearchView.Choices(name, List.of("3", "5", name))),
                candidates,
                List.of(choices(), choices(), choices()),
                Optional.of(search))));
  }

  private List<Integer> choices() {
    return List.of(random.nextInt(2), random.nextInt(4) - 1);
  }

  ReportData data(int trials) {
    return data(trials(trials), Optional.empty());
  }

  private ReportData data(List<TrialPoint> trials, Optional<SearchView> search) {
    Architecture network = ReferenceNetworks.named("mobilenet-v3-small@28").named(name);
    return new ReportData(
        name,
        List.of(
            new Fact("Machine", "Intel Xeon Platinum 8481C, 2 cores"),
            new Fact("Runtime", "ONNX Runtime 1.29.0, 1 thread"),
            new Fact("Data", "fashion-mnist-small"),
            new Fact("Seed", "1"),
            new Fact("Name", name)),
        CostAxis.LATENCY,
        OptionalDouble.of(BUDGET),
        trials,
        List.of(new NamedPoint(name, 0.9035, 0.309)),
        List.of(
            new NamedPoint("mobilenet-v3-small-0.5@28", 0.884, 0.315),
            new NamedPoint("mobilenet-v3-small-0.35@28", 0.871, 0.243)),
        Optional.of(adaptation()),
        Optional.of(network),
        Optional.of(table()),
        List.of(
            new StageTime("Latency table", Duration.ofSeconds(71), "128 entries"),
            new StageTime("Supernet", Duration.ofSeconds(262), "1,800 steps"),
            new StageTime("Search", Duration.ofSeconds(95), trials.size() + " trials"),
            new StageTime("NetAdapt", Duration.ofSeconds(64), "11 steps"),
            new StageTime("Final training", Duration.ofSeconds(118), ""),
            new StageTime(name, Duration.ofMillis(8400), "")),
        List.of(
            figures("found", name, 0.9071, 0.3083, 4_812_344, 412_008),
            figures("baseline", "mobilenet-v3-small@28 ×0.5", 0.8942, 0.3151, 5_312_000, 583_210)),
        checks(),
        List.of(
            new ReportData.TrainingCurve("supernet", points(40, false)),
            new ReportData.TrainingCurve(name, points(12, true))),
        search);
  }

  private List<TrialPoint> trials(int count) {
    List<TrialPoint> trials = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      double latency = 0.18 + 0.2 * random.nextDouble() * (1.2 - 0.5 * i / count);
      double ceiling = 0.905 - 0.06 * Math.exp(-(latency - 0.15) / 0.06);
      double spread = 0.02 * (1.1 - 0.9 * i / count);
      double accuracy = ceiling - Math.abs(random.nextGaussian()) * spread;
      boolean tooSlow = latency > BUDGET && random.nextDouble() < 0.6;
      trials.add(
          new TrialPoint(
              i,
              name + "-" + i,
              "search",
              tooSlow ? "INFEASIBLE" : "DONE",
              tooSlow ? OptionalDouble.empty() : OptionalDouble.of(accuracy),
              OptionalDouble.of(latency),
              tooSlow ? 0 : 0.009,
              0.004));
    }
    return trials;
  }

  private Adaptation adaptation() {
    List<Adaptation.Step> steps = new ArrayList<>();
    double accuracy = 0.9012;
    for (int i = 0; i <= 11; i++) {
      String change = i == 0 ? name : "s2.b" + i % 3 + ".expansion 96 → " + (88 - i);
      double millis = 0.342 - 0.003 * i;
      Optional<Adaptation.Check> check =
          i % 2 == 0
              ? Optional.empty()
              : Optional.of(
                  new Adaptation.Check(
                      millis, millis * 1.02, 0.001, millis, 0.004, 1.01, 1, i == 7));
      steps.add(new Adaptation.Step(i, change, accuracy, millis, millis, millis, check));
      accuracy -= 0.0004 + 0.0004 * random.nextGaussian();
    }
    return new Adaptation(
        "validation accuracy",
        steps,
        List.of(
            new Adaptation.Channels(name, 96, 61),
            new Adaptation.Channels("s2.b0.output", 40, 40),
            new Adaptation.Channels("s2.b1.expansion", 120, 88)));
  }

  private LatencyGrid table() {
    List<String> blocks = new ArrayList<>();
    List<String> choices =
        List.of("k3 e3", "k3 e4", "k3 e6", "k5 e3", "k5 e4", "k5 e6", "k5 e6 se");
    List<LatencyGrid.Cell> cells = new ArrayList<>();
    for (int block = 0; block < 11; block++) {
      blocks.add("s" + (1 + block / 3) + ".b" + block % 3);
      for (int choice = 0; choice < choices.size(); choice++) {
        if ((block + choice) % 9 != 0) {
          double millis =
              (0.008 + 0.003 * choice) * (1 + 0.06 * block) * (0.9 + 0.2 * random.nextDouble());
          cells.add(new LatencyGrid.Cell(block, choice, millis, millis / 20, 40));
        }
      }
    }
    return new LatencyGrid(blocks, choices, cells);
  }

  private List<ReportData.TrainingCurve.Point> points(int count, boolean scored) {
    List<ReportData.TrainingCurve.Point> points = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      points.add(
          new ReportData.TrainingCurve.Point(
              90L * i,
              12.0 * i / count,
              0.4 + 1.8 / i,
              scored ? OptionalDouble.of(0.9 - 0.5 / i) : OptionalDouble.empty(),
              480 + 20 * random.nextDouble(),
              700_000_000L + i * 1_000_000L));
    }
    return points;
  }

  private List<PredictionCheck> checks() {
    List<PredictionCheck> checks = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      double measured = 0.2 + 0.15 * random.nextDouble();
      checks.add(
          new PredictionCheck(
              name + "-" + i, measured * (1 + 0.02 * random.nextGaussian()), measured));
    }
    return checks;
  }

  private static NetworkFigures figures(
      String label, String name, double accuracy, double millis, long madds, long params) {
    return new NetworkFigures(
        label,
        name,
        accuracy,
        new LatencyFigure(millis, millis * 0.985, millis * 1.02),
        Optional.of(new LatencyPrediction(millis * 1.1, 0.92)),
        madds,
        params);
  }
}
