package io.hwnas.netadapt;

import io.hwnas.space.ChannelGroup;
import io.hwnas.space.InvalidInputException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * How far and in which steps a network is shrunk.
 *
 * @param budgetMillis predicted latency to end at or below, in milliseconds
 * @param deltaMillis what each step must take off the predicted latency, in milliseconds;
 *     MobileNetV3 uses a hundredth of the first network's latency (section 4.2)
 * @param deltaDecay by what that is multiplied after each step, above 0 and at most 1: Yang et al.
 *     end with smaller steps than they begin with (ECCV 2018, Table 2)
 * @param channelStep channel counts tried are multiples of this, from 1 to {@value
 *     #MOST_CHANNEL_STEP}; 8 keeps to the runtime's fast path
 * @param kinds the kinds of channel groups that may shrink
 * @param seed source of the proposals' seeds
 * @param caps budgets beside latency
 */
public record NetAdaptSettings(
    double budgetMillis,
    double deltaMillis,
    double deltaDecay,
    int channelStep,
    Set<ChannelGroup.Kind> kinds,
    long seed,
    Caps caps) {
  /** MobileNetV3's choice (section 4.2): expansions, and bottlenecks that blocks share. */
  public static final Set<ChannelGroup.Kind> MOBILENET_V3_KINDS =
      Set.of(ChannelGroup.Kind.EXPANSION, ChannelGroup.Kind.BOTTLENECK);

  /** The greatest channel step: no runtime computes more channels at once. */
  public static final int MOST_CHANNEL_STEP = 16;

  private static final Set<ChannelGroup.Kind> FIXED =
      EnumSet.of(ChannelGroup.Kind.INPUT, ChannelGroup.Kind.SQUEEZE, ChannelGroup.Kind.CLASSES);

  /** Copies the set and checks the ranges. */
  public NetAdaptSettings {
    kinds = Set.copyOf(kinds);
    requirePositive("the latency budget", budgetMillis);
    requirePositive("the latency cut of a step", deltaMillis);
    if (!(deltaDecay > 0 && deltaDecay <= 1)) {
      throw new InvalidInputException(
          "the decay of the latency cut must be above 0 and at most 1, not " + deltaDecay);
    }
    if (channelStep < 1 || channelStep > MOST_CHANNEL_STEP) {
      throw new InvalidInputException(
          "channel step must be from 1 to %d, not %d".formatted(MOST_CHANNEL_STEP, channelStep));
    }
    for (ChannelGroup.Kind kind : kinds) {
      if (FIXED.contains(kind)) {
        throw new InvalidInputException("channels of kind %s cannot shrink".formatted(kind));
      }
    }
    if (kinds.isEmpty()) {
      throw new InvalidInputException("no kind of channels may shrink; name at least one");
    }
  }

  /**
   * Creates settings of equal steps, with a budget of latency alone.
   *
   * @param budgetMillis latency to end at or below
   * @param deltaMillis what each step must take off
   * @param channelStep channel counts tried are multiples of this
   * @param kinds the kinds of channel groups that may shrink
   * @param seed source of the proposals' seeds
   */
  public NetAdaptSettings(
      double budgetMillis,
      double deltaMillis,
      int channelStep,
      Set<ChannelGroup.Kind> kinds,
      long seed) {
    this(budgetMillis, deltaMillis, 1, channelStep, kinds, seed, Caps.NONE);
  }

  /**
   * Returns the same settings with budgets beside latency.
   *
   * <p>A network's cost is its latency then, or the greatest share of a cap that it takes times the
   * latency budget, if that is more; a step's cut is of that cost.
   *
   * @param others the caps
   * @return the settings
   */
  public NetAdaptSettings within(Caps others) {
    return new NetAdaptSettings(
        budgetMillis, deltaMillis, deltaDecay, channelStep, kinds, seed, others);
  }

  /**
   * Returns the same settings with steps that become smaller.
   *
   * @param decay by what the cut of a step is multiplied after each
   * @return the settings
   */
  public NetAdaptSettings decaying(double decay) {
    return new NetAdaptSettings(budgetMillis, deltaMillis, decay, channelStep, kinds, seed, caps);
  }

  /**
   * Returns settings with multiples of 8 channels and MobileNetV3's kinds.
   *
   * @param budgetMillis latency to end at or below
   * @param deltaMillis what each step must take off
   * @param seed source of the proposals' seeds
   * @return the settings
   */
  public static NetAdaptSettings of(double budgetMillis, double deltaMillis, long seed) {
    return new NetAdaptSettings(budgetMillis, deltaMillis, 8, MOBILENET_V3_KINDS, seed);
  }

  /** Returns what is said of a budget that shrinking cannot reach. */
  InvalidInputException unreachable(double leastMillis, double startMillis) {
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "shrinking channels cannot reach %.4g ms: the least is %.4g ms, of %.4g ms at first;"
                + " raise the budget",
            budgetMillis,
            leastMillis,
            startMillis));
  }

  private static void requirePositive(String name, double millis) {
    if (!(millis > 0 && Double.isFinite(millis))) {
      throw new InvalidInputException(
          "%s must be a positive number of milliseconds, not %s".formatted(name, millis));
    }
  }
}
