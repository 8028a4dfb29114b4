package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.Cost;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * on one core, and decision vectors costed a second.
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

  private Variation variation;
  private RandomGenerator random;
  private ToDoubleFunction<DecisionVector> slowness;
  private ToDoubleFunction<DecisionVector> size;
  private List<DecisionVector> vectors;
  private List<DecisionVector> parents;

  /** Compiles the space of {@code configs/ofa-note10.yaml} with counted costs. */
  @Setup
  public void compile() {
    CompiledSpace space =
        CompiledSpace.of(
            SearchSpace.parse(
                YamlNode.read(Path.of("configs", "ofa-note10.yaml")).required("space")));
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
  }

  /**
   * A generation of the single-objective search: children bred, costed, and ranked by one figure.
   *
   * @return the next parents
   */
  @Benchmark
  @OperationsPerInvocation(POPULATION)
  public List<DecisionVector> bredCostedAndSorted() {
    List<Ranked> all = new ArrayList<>();
    for (DecisionVector parent : parents) {
      all.add(new Ranked(parent, 0, -slowness.applyAsDouble(parent)));
    }
    for (int i = 0; i < POPULATION; i++) {
      DecisionVector child = child();
      all.add(new Ranked(child, 0, -slowness.applyAsDouble(child)));
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
    List<Fitness> all = new ArrayList<>();
    for (DecisionVector parent : parents) {
      all.add(fitness(parent));
    }
    for (int i = 0; i < POPULATION; i++) {
      all.add(fitness(child()));
    }
    return new CrowdedRanking(all).order();
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
}
