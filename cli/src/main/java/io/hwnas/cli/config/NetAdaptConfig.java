package io.hwnas.cli.config;

import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.latency.Confidence;
import io.hwnas.netadapt.Caps;
import io.hwnas.netadapt.EarlyStop;
import io.hwnas.netadapt.NetAdaptSettings;
import io.hwnas.netadapt.Policy;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.YamlNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How the winner of the search is shrunk to the budget.
 *
 * @param policy which proposal of a step is taken
 * @param deltaShare what each step takes off the latency, as a share of the first network's
 * @param deltaDecay by what that is multiplied after each step
 * @param channelStep channel counts tried are multiples of this
 * @param selection by what the channels to keep are chosen
 * @param kinds the kinds of channels that may shrink
 * @param fineTuneSteps optimiser steps of short-term fine-tuning
 * @param recipe how they are made
 * @param finalists how many proposals of a step are fine-tuned; empty for all
 * @param screenedImages validation images that proposals are scored on before; all if empty
 * @param earlyStop when the fine-tuning of a proposal is stopped that cannot win
 * @param workers how many proposals are worked on at once, at most; empty for four, or fewer where
 *     memory does not suffice for four
 * @param confidence how sure it must be that the network is within the budget
 * @param measureSteps whether the network of each step is timed whole
 * @param caps budgets beside latency
 * @param compareWidths whether a network that is shrunk alone is held against the baselines
 */
public record NetAdaptConfig(
    Policy policy,
    double deltaShare,
    double deltaDecay,
    int channelStep,
    ChannelSelection selection,
    Set<ChannelGroup.Kind> kinds,
    int fineTuneSteps,
    TrainingRecipe recipe,
    OptionalInt finalists,
    OptionalInt screenedImages,
    Optional<EarlyStop> earlyStop,
    OptionalInt workers,
    Confidence confidence,
    boolean measureSteps,
    Caps caps,
    boolean compareWidths) {
  private static final SortedMap<String, Policy> POLICIES =
      new TreeMap<>(
          Map.of(
              "original", Policy.ORIGINAL,
              "mobilenet-v3", Policy.MOBILENET_V3,
              "exchange", Policy.EXCHANGE));

  /** The most proposals at once; what they take of memory is theirs together. */
  private static final int MOST_WORKERS = 64;

  /** Of {@code auto}, whose memory nobody asked for. */
  private static final int MOST_WORKERS_UNASKED = 4;

  private static final double LEAST_SHARE = 0.01;
  private static final double LEAST_DECAY = 0.5;
  private static final int MOST_STEPS = 1_000_000;

  /** Beyond any network, and exact as a number of JSON. */
  private static final long MOST = 1_000_000_000_000_000L;

  /** The kinds that may be named. */
  private static final Set<ChannelGroup.Kind> ADJUSTABLE =
      EnumSet.of(
          ChannelGroup.Kind.STEM,
          ChannelGroup.Kind.BOTTLENECK,
          ChannelGroup.Kind.EXPANSION,
          ChannelGroup.Kind.HEAD_CONVOLUTION,
          ChannelGroup.Kind.HEAD_HIDDEN);

  /** Copies the set. */
  public NetAdaptConfig {
    kinds = Set.copyOf(kinds);
  }

  /**
   * Returns the settings for one network.
   *
   * @param budgetMillis predicted latency to end at or below
   * @param startMillis the network's predicted latency
   * @param seed source of the proposals' seeds
   * @return how the network is shrunk
   * @throws InvalidInputException if steps that become smaller cannot come to the budget
   */
  public NetAdaptSettings settings(double budgetMillis, double startMillis, long seed) {
    requireStepsReach(budgetMillis / startMillis);
    return new NetAdaptSettings(
        budgetMillis, deltaShare * startMillis, deltaDecay, channelStep, kinds, seed, caps);
  }

  /**
   * Refuses a share of the latency that the target of exchanges never falls to: each step lowers it
   * by no more than its δ, where a greedy step cuts at least one channel count.
   */
  private void requireStepsReach(double share) {
    double all = deltaShare / (1 - deltaDecay);
    if (policy.looksBack() && 1 - all >= share) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "netadapt.delta-decay: steps of %s, each %s of the one before, take %.0f %% off the latency in all, and the budget is %.0f %% of it; raise delta-share or delta-decay",
              deltaShare,
              deltaDecay,
              100 * all,
              100 * share));
    }
  }

  /**
   * Returns how many proposals are worked on at once where memory suffices, and so among how many
   * the threads are divided.
   *
   * @param threads of the run
   * @return as many as are named, else four, but at most one a thread
   */
  public int workers(int threads) {
    return Math.min(threads, workers.orElse(MOST_WORKERS_UNASKED));
  }

  static NetAdaptConfig read(YamlNode node, YamlNode training) {
    node.allowOnly(
        "policy",
        "delta-share",
        "delta-decay",
        "channel-step",
        "selection",
        "kinds",
        "fine-tune-steps",
        "recipe",
        "finalists",
        "screened-images",
        "early-stop",
        "workers",
        "confidence",
        "measure-steps",
        "caps",
        "compare-widths");
    YamlNode finalists = node.required("finalists");
    YamlNode screened = node.required("screened-images");
    YamlNode workers = node.required("workers");
    return new NetAdaptConfig(
        policy(node.required("policy")),
        node.required("delta-share").asDouble(1e-4, 0.5),
        node.required("delta-decay").asDouble(LEAST_DECAY, 1),
        node.required("channel-step").asInt(1, NetAdaptSettings.MOST_CHANNEL_STEP),
        selection(node.required("selection")),
        kinds(node.required("kinds")),
        node.required("fine-tune-steps").asInt(0, MOST_STEPS),
        RecipeReader.read(training, node.optional("recipe")),
        finalists.is("all") ? OptionalInt.empty() : OptionalInt.of(finalists.asInt(1, 1_000_000)),
        screened.is("all") ? OptionalInt.empty() : OptionalInt.of(screened.asInt(1, 1_000_000)),
        earlyStop(node.required("early-stop"), node.required("fine-tune-steps")),
        workers.is("auto") ? OptionalInt.empty() : OptionalInt.of(workers.asInt(1, MOST_WORKERS)),
        SearchConfig.confidence(node.required("confidence")),
        node.required("measure-steps").asBoolean(),
        node.optional("caps").map(NetAdaptConfig::caps).orElse(Caps.NONE),
        node.required("compare-widths").asBoolean());
  }

  private static Optional<EarlyStop> earlyStop(YamlNode node, YamlNode steps) {
    if (node.is("none")) {
      return Optional.empty();
    }
    if (steps.asInt(0, MOST_STEPS) < 2) {
      throw node.error("nothing can be stopped on its way: raise netadapt.fine-tune-steps to 2");
    }
    node.allowOnly("share", "margin");
    return Optional.of(
        new EarlyStop(
            node.required("share").asDouble(LEAST_SHARE, 1 - LEAST_SHARE),
            node.required("margin").asDouble(0, 1)));
  }

  private static Caps caps(YamlNode node) {
    node.allowOnly("madds", "params", "peak-bytes");
    return new Caps(cap(node, "madds"), cap(node, "params"), cap(node, "peak-bytes"));
  }

  private static OptionalLong cap(YamlNode node, String key) {
    Optional<YamlNode> cap = node.optional(key);
    return cap.isPresent() ? OptionalLong.of(cap.get().asLong(1, MOST)) : OptionalLong.empty();
  }

  private static Policy policy(YamlNode node) {
    return POLICIES.get(node.asOneOf(List.copyOf(POLICIES.keySet())));
  }

  private static ChannelSelection selection(YamlNode node) {
    List<String> words = Stream.of(ChannelSelection.values()).map(NetAdaptConfig::word).toList();
    return ChannelSelection.values()[words.indexOf(node.asOneOf(words))];
  }

  private static Set<ChannelGroup.Kind> kinds(YamlNode node) {
    Set<ChannelGroup.Kind> kinds = EnumSet.noneOf(ChannelGroup.Kind.class);
    for (YamlNode item : node.asList()) {
      String word = item.asOneOf(ADJUSTABLE.stream().map(NetAdaptConfig::word).toList());
      ADJUSTABLE.stream().filter(kind -> word(kind).equals(word)).forEach(kinds::add);
    }
    if (kinds.isEmpty()) {
      throw node.error("at least one kind of channels must be named");
    }
    return kinds;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
