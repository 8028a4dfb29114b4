package io.hwnas.latency;

import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Finds the block keys that a space of categorical decisions can produce, and few networks that
 * together hold them all.
 *
 * <p>Keys are found by sampling until many samples in a row bring nothing new. The networks are
 * chosen greedily: the sample that holds most keys not yet covered, improved one decision at a time
 * until no change of one decision covers more. For a space of equal decisions in each place this
 * comes close to a Latin design.
 */
final class CoverNetworks {
  private static final int LEAST_SAMPLES = 2_000;
  private static final int MOST_SAMPLES = 60_000;
  private static final int QUIET_SAMPLES_PER_KEY = 6;

  private final List<Integer> cardinalities;
  private final Function<List<Integer>, LayerGraph> lower;
  private final RandomGenerator random;
  private final Predicate<String> needed;
  private final Map<String, Integer> keys = new HashMap<>();
  private final List<Boolean> neededKeys = new ArrayList<>();
  private final List<int[]> samples = new ArrayList<>();
  private final List<int[]> sampleKeys = new ArrayList<>();

  /**
   * Creates a search for cover networks.
   *
   * @param cardinalities number of choices of each decision
   * @param lower the network of one choice for each decision; must accept all
   * @param random source of the samples
   * @param needed which keys must be held by the networks
   */
  CoverNetworks(
      List<Integer> cardinalities,
      Function<List<Integer>, LayerGraph> lower,
      RandomGenerator random,
      Predicate<String> needed) {
    this.needed = needed;
    this.cardinalities = cardinalities;
    this.lower = lower;
    this.random = random;
  }

  /**
   * Finds the networks.
   *
   * @param coversPerBlock networks that shall hold each key
   * @return distinct networks, in the order of choice
   */
  List<LayerGraph> find(int coversPerBlock) {
    sample();
    Map<String, LayerGraph> covers = new LinkedHashMap<>();
    List<Integer> wanted = new ArrayList<>();
    while (true) {
      wantAll(wanted, coversPerBlock);
      int best = bestSample(wanted);
      int[] sample = samples.get(best);
      if (gain(wanted, sampleKeys.get(best)) == 0) {
        return List.copyOf(covers.values());
      }
      int[] chosen = improve(sample, wanted);
      if (covers.containsKey(digest(chosen))) {
        chosen = sample;
        samples.remove(best);
        sampleKeys.remove(best);
      }
      if (covers.putIfAbsent(digest(chosen), lower.apply(boxed(chosen))) == null) {
        int[] held = keysOf(chosen);
        wantAll(wanted, coversPerBlock);
        for (int key : held) {
          wanted.set(key, Math.max(0, wanted.get(key) - 1));
        }
      }
    }
  }

  private void wantAll(List<Integer> wanted, int coversPerBlock) {
    while (wanted.size() < keys.size()) {
      wanted.add(neededKeys.get(wanted.size()) ? coversPerBlock : 0);
    }
  }

  private void sample() {
    int lastNew = 0;
    for (int drawn = 0; drawn < MOST_SAMPLES; drawn++) {
      if (drawn > Math.max(LEAST_SAMPLES, lastNew + QUIET_SAMPLES_PER_KEY * keys.size())) {
        return;
      }
      int[] choices = cardinalities.stream().mapToInt(random::nextInt).toArray();
      int before = keys.size();
      int[] held = keysOf(choices);
      if (keys.size() == before) {
        remember(choices, held);
      }
      if (keys.size() > before) {
        lastNew = drawn;
      }
    }
  }

  private int bestSample(List<Integer> wanted) {
    int best = 0;
    int bestGain = -1;
    for (int i = 0; i < samples.size(); i++) {
      int gain = gain(wanted, sampleKeys.get(i));
      if (gain > bestGain) {
        best = i;
        bestGain = gain;
      }
    }
    return best;
  }

  /** Coordinate ascent: takes any change of one decision that covers more. */
  private int[] improve(int[] start, List<Integer> wanted) {
    int[] best = start.clone();
    int bestGain = gain(wanted, keysOf(best));
    boolean improved = true;
    while (improved) {
      improved = false;
      for (int decision = 0; decision < best.length; decision++) {
        for (int choice = 0; choice < cardinalities.get(decision); choice++) {
          int[] changed = best.clone();
          changed[decision] = choice;
          int gain = gain(wanted, keysOf(changed));
          if (gain > bestGain) {
            best = changed;
            bestGain = gain;
            improved = true;
          }
        }
      }
    }
    return best;
  }

  /** How many wanted keys a network holds, each counted once. */
  private static int gain(List<Integer> wanted, int[] held) {
    int gain = 0;
    for (int key : held) {
      gain += key >= wanted.size() || wanted.get(key) > 0 ? 1 : 0;
    }
    return gain;
  }

  /** The distinct keys of a network, by their numbers; one with a new key becomes a sample. */
  private int[] keysOf(int[] choices) {
    int before = keys.size();
    BitSet held = new BitSet();
    for (LoweredBlock block : lower.apply(boxed(choices)).blocks()) {
      held.set(number(block.key()));
    }
    int[] found = held.stream().toArray();
    if (keys.size() > before) {
      remember(choices, found);
    }
    return found;
  }

  private int number(String key) {
    Integer known = keys.putIfAbsent(key, keys.size());
    if (known == null) {
      neededKeys.add(needed.test(key));
    }
    return keys.get(key);
  }

  private void remember(int[] choices, int[] held) {
    samples.add(choices.clone());
    sampleKeys.add(held);
  }

  private String digest(int[] choices) {
    return NetworkDigest.of(lower.apply(boxed(choices)));
  }

  private static List<Integer> boxed(int[] choices) {
    return Arrays.stream(choices).boxed().toList();
  }
}
