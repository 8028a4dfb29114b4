package io.hwnas.latency;

import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Networks of the blocks of another one, with random counts of channels. */
public final class RandomChannels {
  /** Expansions, and bottlenecks that blocks share: what NetAdapt shrinks. */
  public static final Set<ChannelGroup.Kind> INNER =
      Set.of(ChannelGroup.Kind.EXPANSION, ChannelGroup.Kind.BOTTLENECK);

  /** The inner channels, the stem and the head. */
  public static final Set<ChannelGroup.Kind> ALL =
      Set.of(
          ChannelGroup.Kind.STEM,
          ChannelGroup.Kind.BOTTLENECK,
          ChannelGroup.Kind.EXPANSION,
          ChannelGroup.Kind.HEAD_CONVOLUTION,
          ChannelGroup.Kind.HEAD_HIDDEN);

  private static final double LEAST_SHARE = 0.25;

  /** Which counts are drawn. */
  public enum Counts {
    /** Multiples of 4. */
    MULTIPLES_OF_4(List.of(4)),
    /** Multiples of 8. */
    MULTIPLES_OF_8(List.of(8)),
    /** Multiples of 16. */
    MULTIPLES_OF_16(List.of(16)),
    /** Any counts. */
    ANY(List.of(1)),
    /** For each group of channels anew, multiples of 4, of 8, of 16 or any. */
    MIXED(List.of(1, 4, 8, 16));

    private final List<Integer> divisors;

    Counts(List<Integer> divisors) {
      this.divisors = divisors;
    }
  }

  private RandomChannels() {}

  /**
   * Draws a network: each group's channels uniformly from a quarter of the base's to all of them.
   *
   * @param base the network with the most channels
   * @param kinds the kinds of groups that are drawn; others keep the base's channels
   * @param counts which counts are drawn
   * @param random source of the counts
   * @return the network, under the base's name
   */
  public static Architecture draw(
      Architecture base, Set<ChannelGroup.Kind> kinds, Counts counts, RandomGenerator random) {
    Architecture drawn = base;
    for (ChannelGroup group : ChannelGroups.adjustable(base)) {
      if (kinds.contains(group.kind())) {
        int divisor = counts.divisors.get(random.nextInt(counts.divisors.size()));
        int channels = channels(group.channels(), divisor, random);
        drawn = ChannelGroups.resize(drawn, group.id(), channels);
      }
    }
    return drawn;
  }

  /** A multiple of a divisor, or all channels where they are fewer than that. */
  private static int channels(int most, int divisor, RandomGenerator random) {
    int least = (int) Math.ceil(LEAST_SHARE * most / divisor);
    int greatest = most / divisor;
    return greatest < 1 ? most : divisor * random.nextInt(Math.max(1, least), greatest + 1);
  }
}
