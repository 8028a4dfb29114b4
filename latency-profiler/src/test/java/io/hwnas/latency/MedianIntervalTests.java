package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MedianIntervalTests {
  private static List<Double> oneTo(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> (double) i).toList();
  }

  /** Ranks for the median's 95 % interval by the binomial distribution. */
  @Test
  void is_the_tabulated_pair_of_order_statistics() {
    assertEquals(new MedianInterval(1, 5), MedianInterval.ofValues(oneTo(5)));
    assertEquals(new MedianInterval(1, 6), MedianInterval.ofValues(oneTo(6)));
    assertEquals(new MedianInterval(2, 9), MedianInterval.ofValues(oneTo(10)));
    assertEquals(new MedianInterval(6, 15), MedianInterval.ofValues(oneTo(20)));
    assertEquals(new MedianInterval(3, 3), MedianInterval.ofValues(List.of(3.0)));
  }

  @Property(tries = 20)
  void holds_the_median_at_least_as_often_as_it_says(
      @ForAll long seed, @ForAll @IntRange(min = 6, max = 30) int count) {
    RandomGenerator random = Seeds.of(seed, "interval");
    int held = 0;
    for (int i = 0; i < 1000; i++) {
      MedianInterval interval =
          MedianInterval.ofValues(
              DoubleStream.generate(() -> Math.exp(random.nextGaussian()))
                  .limit(count)
                  .boxed()
                  .toList());
      held += interval.lowMillis() <= 1 && interval.highMillis() >= 1 ? 1 : 0;
    }
    assertTrue(held >= 920, held + " of 1000");
  }

  @Test
  void follows_from_a_normal_spread_where_only_that_is_known() {
    MedianInterval interval = MedianInterval.ofSpread(4, 10, 1);
    assertEquals(10 - 1.96 * 1.2533 / 2, interval.lowMillis(), 1e-4);
    assertEquals(10 + 1.96 * 1.2533 / 2, interval.highMillis(), 1e-4);
    assertEquals(0, MedianInterval.ofSpread(1, 1, 5).lowMillis());
  }

  @Test
  void cannot_end_before_it_begins_or_leave_out_the_median() {
    assertThrows(InvalidInputException.class, () -> new MedianInterval(2, 1));
    assertThrows(
        InvalidInputException.class,
        () -> new LatencyEntry(1, 1, 3, 0, new MedianInterval(1, 2), LatencyEntry.Origin.COVER));
  }
}
