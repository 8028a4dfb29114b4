package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SeedsTests {
  private static final long DERIVED = 1_528_866_959_832_335_005L;
  private static final long FIRST = 8_148_217_216_625_310_414L;

  @Test
  void givesTheSameValuesForTheSameArguments() {
    RandomGenerator first = Seeds.of(1, "batches", 2, 3);
    RandomGenerator second = Seeds.of(1, "batches", 2, 3);
    for (int i = 0; i < 100; i++) {
      assertEquals(first.nextLong(), second.nextLong());
    }
  }

  @Test
  void keepsItsValuesFromVersionToVersion() {
    assertEquals(DERIVED, Seeds.derive(1, "batches", 2, 3));
    assertEquals(FIRST, Seeds.of(1, "batches", 2, 3).nextLong());
  }

  @Test
  void differsWithSeedPurposeIndexAndTheirOrder() {
    Set<Long> seen = new HashSet<>();
    int count = 0;
    for (long seed = -20; seed < 20; seed++) {
      for (String purpose : new String[] {"", "a", "b", "ab", "ba"}) {
        for (long index = -20; index < 20; index++) {
          seen.add(Seeds.derive(seed, purpose, index));
          seen.add(Seeds.derive(seed, purpose, index, 0));
          seen.add(Seeds.derive(seed, purpose, 1000, index));
          count += 3;
        }
        seen.add(Seeds.derive(seed, purpose));
        count++;
      }
    }
    assertEquals(count, seen.size());
  }

  @Test
  void givesGeneratorsWhoseFirstValuesAreUniform() {
    double sum = 0;
    int count = 4000;
    for (int i = 0; i < count; i++) {
      sum += Seeds.of(7, "trial", i).nextDouble();
    }
    double fiveSigma = 5 * Math.sqrt(1 / 12.0 / count);
    assertTrue(Math.abs(sum / count - 0.5) < fiveSigma, "mean " + sum / count);
  }
}
