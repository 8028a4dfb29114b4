package io.hwnas.search;

import io.hwnas.latency.Calibration;
import io.hwnas.latency.DecisionLatency;
import io.hwnas.latency.LatencyEntry;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.TableLatencyModel;
import io.hwnas.latency.TableProtocol;
import io.hwnas.latency.TableSource;
import io.hwnas.probe.Fingerprint;
import io.hwnas.results.Direction;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.Cost;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the engine itself costs on Once-for-All's space: candidates bred, costed and ranked a second
 * on one core, and decision vectors costed or their latency predicted a second.
 *
 * <p>In the package of the search, so that it runs the engine's own parts.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EngineCost {
  private static final int POPULATION = 100;
  private static final int VECTORS = 1000;

  private DecisionLatency latency;
  private Variation variation;
  private RandomGenerator random;
  private ToDoubleFunction<DecisionVector> slowness;
  private ToDoubleFunction<DecisionVector> size;
  private List<DecisionVector> vectors;
  private List<DecisionVector> parents;
  private List<Ranked> rewarded;
  private List<Fitness> judged;

  /** Compiles the space with counted costs, and a latency table of it of made-up entries. */
  @Setup
  public void compile() {
    CompiledSpace space =
        CompiledSpace.of(
            SearchSpace.named("ofa-mobilenet-v3-1.2")
                .atResolutions(List.of(160, 176, 192, 208, 224)));
    latency = new TableLatencyModel(table(space)).compile(space);
    slowness = space.sum(block -> Cost.of(block).madds());
    size = space.sum(block -> Cost.of(block).params());
    Objective madds =
        Objective.ofNetwork(
            "madds",
            Direction.MINIMISE,
            "",
            Objective.Effort.CHEAP,
            network -> Estimate.of(slowness.applyAsDouble(network.decisions())));
    variation =
        new Variation(new SearchProblem(space.space(), List.of(madds), List.of()).on(space));
    random = Seeds.of(1, "engine-cost");
    vectors = new ArrayList<>();
    for (int i = 0; i < VECTORS; i++) {
      vectors.add(space.space().sample(random));
    }
    parents = List.copyOf(vectors.subList(0, POPULATION));
    rewarded = parents.stream().map(this::ranked).toList();
    judged = parents.stream().map(this::fitness).toList();
  }

  /**
   * A generation of the single-objective search: children bred, costed, and ranked with their
   * parents by one figure.
   *
   * @return the next parents
   */
  @Benchmark
  @OperationsPerInvocation(POPULATION)
  public List<DecisionVector> bredCostedAndSorted() {
    List<Ranked> all = new ArrayList<>(rewarded);
    for (int i = 0; i < POPULATION; i++) {
      all.add(ranked(child()));
    }
    return all.stream()
        .sorted(java.util.Comparator.reverseOrder())
        .limit(POPULATION)
        .map(Ranked::decisions)
        .toList();
  }

  /**
   * The same with two figures, ranked by front and crowding as NSGA-II does.
   *
   * @return the places of parents and children, best first
   */
  @Benchmark
  @OperationsPerInvocation(POPULATION)
  public List<Integer> bredCostedAndRankedByFronts() {
    List<Fitness> all = new ArrayList<>(judged);
    for (int i = 0; i < POPULATION; i++) {
      all.add(fitness(child()));
    }
    return new CrowdedRanking(all).order();
  }

  /** A table whose entries cost what measured ones do to look up. */
  private static LatencyTable table(CompiledSpace space) {
    SortedMap<String, LatencyEntry> entries = new TreeMap<>();
    for (LayerGraph block : space.blocks()) {
      double millis = Cost.of(block).madds() / 1e7;
      entries.put(
          block.blocks().get(0).key(),
          LatencyEntry.of(40, 3, millis, millis / 50, LatencyEntry.Origin.COVER));
    }
    return new LatencyTable(
        List.of(TableSource.OfSpace.named(space.space().name())),
        new Fingerprint("none", 1, "none", "0", "", 1, 1, "", "none", "none", Instant.EPOCH),
        TableProtocol.quick(),
        new Calibration(1, 0.001, 1, 0.02, 32),
        List.of(),
        entries);
  }

  private Ranked ranked(DecisionVector vector) {
    return new Ranked(vector, 0, -slowness.applyAsDouble(vector));
  }

  private Fitness fitness(DecisionVector vector) {
    return Fitness.within(slowness.applyAsDouble(vector), -size.applyAsDouble(vector));
  }

  private DecisionVector child() {
    DecisionVector one = parents.get(random.nextInt(POPULATION));
    DecisionVector other = parents.get(random.nextInt(POPULATION));
    return variation.mutate(variation.cross(one, other, random), random);
  }

  /**
   * Networks costed by the compiled table.
   *
   * @return their sum
   */
  @Benchmark
  @OperationsPerInvocation(VECTORS)
  public double costed() {
    double sum = 0;
    for (DecisionVector vector : vectors) {
      sum += slowness.applyAsDouble(vector);
    }
    return sum;
  }

  /**
   * Latency with its uncertainty, predicted from decisions by a table compiled for the space.
   *
   * @return their sum
   */
  @Benchmark
  @OperationsPerInvocation(VECTORS)
  public double predicted() {
    double sum = 0;
    for (DecisionVector vector : vectors) {
      LatencyEstimate estimate = latency.predict(vector);
      sum += estimate.millis() + estimate.uncertaintyMillis();
    }
    return sum;
  }
}
