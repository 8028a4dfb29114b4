package io.hwnas.space;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Derives independent random generators from one seed, without state: who needs randomness for step
 * 17 of a purpose asks for that generator, so a resumed run needs no saved generator.
 */
public final class Seeds {
  /** 2^64 divided by the golden ratio, SplitMix64's increment. */
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private static final String ALGORITHM = "L64X128MixRandom";

  private Seeds() {}

  /**
   * Returns the generator of a purpose.
   *
   * @param seed the run's seed
   * @param purpose what the randomness is for, such as {@code supernet/batches}
   * @param indexes which step, trial or worker; any number of them
   * @return a fresh generator at its start; the same arguments give the same values on every
   *     machine
   */
  public static RandomGenerator of(long seed, String purpose, long... indexes) {
    return RandomGeneratorFactory.of(ALGORITHM).create(derive(seed, purpose, indexes));
  }

  /**
   * Derives a seed, for libraries that have generators of their own.
   *
   * @param seed the run's seed
   * @param purpose what the randomness is for
   * @param indexes which step, trial or worker; any number of them
   * @return 64 bits that differ for any other arguments, but for chance
   */
  public static long derive(long seed, String purpose, long... indexes) {
    long hash = mix(seed + GOLDEN_GAMMA);
    hash = absorb(hash, purpose.length());
    for (int i = 0; i < purpose.length(); i++) {
      hash = absorb(hash, purpose.charAt(i));
    }
    for (long index : indexes) {
      hash = absorb(hash, index);
    }
    return absorb(hash, indexes.length);
  }

  private static long absorb(long hash, long value) {
    return mix((hash ^ mix(value + GOLDEN_GAMMA)) + GOLDEN_GAMMA);
  }

  /** SplitMix64's finaliser (Steele, Lea and Flood, OOPSLA 2014, figure 16; variant 13). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
