package io.hwnas.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.jenetics.ext.moea.Pareto;
import io.jenetics.util.ISeq;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FrontSortTests {
  @Property(tries = 300)
  void everyRankIsJenetics(@ForAll("populations") List<Fitness> population) {
    assertArrayEquals(
        Pareto.rank(ISeq.of(population), Comparator.<Fitness>naturalOrder()),
        FrontSort.ranks(population));
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
