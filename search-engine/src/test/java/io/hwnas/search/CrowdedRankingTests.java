package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hwnas.space.Seeds;
import io.jenetics.ext.moea.Pareto;
import io.jenetics.util.ISeq;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CrowdedRankingTests {
  @Property(tries = 300)
  void everyRankIsJenetics(@ForAll("populations") List<Fitness> population) {
    assertArrayEquals(
        Pareto.rank(ISeq.of(population), Comparator.<Fitness>naturalOrder()),
        FrontSort.ranks(population));
  }

  @Property(tries = 100)
  void distancesWithoutEqualsAreJenetics(
      @ForAll @IntRange(min = 1, max = 60) int size,
      @ForAll @IntRange(min = 2, max = 3) int losses) {
    RandomGenerator random = Seeds.of(size, "crowding", losses);
    List<Fitness> front = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double[] values = random.doubles(losses).toArray();
      double sum = DoubleStream.of(values).sum();
      front.add(Fitness.within(DoubleStream.of(values).map(v -> v / sum).toArray()));
    }
    CrowdedRanking ranking = new CrowdedRanking(front);
    double[] expected =
        Pareto.crowdingDistance(
            ISeq.of(front),
            (a, b, i) -> Double.compare(a.loss(i), b.loss(i)),
            (a, b, i) -> a.loss(i) - b.loss(i),
            Fitness::losses);
    for (int i = 0; i < size; i++) {
      assertEquals(0, ranking.rank(i));
      assertEquals(expected[i], ranking.distance(i), 1e-9);
    }
  }

  @Provide
  Arbitrary<List<Fitness>> populations() {
    return Arbitraries.integers()
        .between(1, 4)
        .flatMap(losses -> Arbitraries.oneOf(within(losses), beyond()).list().ofMaxSize(40));
  }

  /** Few values, so that equals, and zeros of either sign, are frequent. */
  private static Arbitrary<Fitness> within(int losses) {
    return Arbitraries.of(-1.0, -0.0, 0.0, 1.0, 2.0, 3.5)
        .array(double[].class)
        .ofSize(losses)
        .map(Fitness::within);
  }

  private static Arbitrary<Fitness> beyond() {
    return Arbitraries.of(0.5, 1.0, 1.5, Double.POSITIVE_INFINITY).map(Fitness::beyond);
  }
}
