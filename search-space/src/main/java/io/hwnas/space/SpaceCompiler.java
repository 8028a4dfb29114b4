package io.hwnas.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Learns from the lowering which decisions each block depends on, and tabulates the blocks; used
 * once.
 */
final class SpaceCompiler {
  private static final int BASES = 6;
  private static final int CHECKS = 64;
  private static final int ROUNDS = 8;

  /** The greatest table of one block; beyond, a space is not made of blocks one can tabulate. */
  private static final long MOST_ENTRIES = 1 << 20;

  private static final int UNKNOWN = -2;

  private final SearchSpace space;
  private final int[] choiceCounts;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<LayerGraph> blocks = new ArrayList<>();
  private final Map<String, Set<Integer>> dependences = new LinkedHashMap<>();
  private final List<BlockTable> slots = new ArrayList<>();

  SpaceCompiler(SearchSpace space) {
    this.space = space;
    this.choiceCounts =
        space.decisions().stream().mapToInt(decision -> decision.choices().size()).toArray();
  }

  CompiledSpace compile() {
    RandomGenerator random = Seeds.of(0, "compiled-space");
    learn(space.largest());
    learn(space.smallest());
    for (int i = 0; i < BASES; i++) {
      learn(space.sample(random));
    }
    for (int round = 0; round < ROUNDS; round++) {
      tabulate();
      List<DecisionVector> wrong = wrong(random);
      if (wrong.isEmpty()) {
        return new CompiledSpace(space, slots, blocks);
      }
      wrong.forEach(this::learn);
    }
    throw new InvalidInputException(
        "the space %s cannot be compiled: its blocks depend on other blocks in too many ways"
            .formatted(space.name()));
  }

  private Map<String, Integer> lowered(DecisionVector vector) {
    LayerGraph graph = LayerGraph.of(space.decode(vector));
    Map<String, Integer> keys = new HashMap<>();
    for (LoweredBlock block : graph.blocks()) {
      Integer number = numbers.get(block.key());
      if (number == null) {
        number = blocks.size();
        numbers.put(block.key(), number);
        blocks.add(graph.isolate(block));
      }
      keys.put(block.id(), number);
    }
    return keys;
  }

  /** Finds out which blocks change when one decision of a network does. */
  private void learn(DecisionVector base) {
    Map<String, Integer> before = lowered(base);
    before.keySet().forEach(id -> dependences.computeIfAbsent(id, key -> new TreeSet<>()));
    for (int place = 0; place < choiceCounts.length; place++) {
      List<Integer> choices = new ArrayList<>(base.choices());
      for (int choice = 0; choice < choiceCounts[place]; choice++) {
        choices.set(place, choice);
        Map<String, Integer> after = lowered(new DecisionVector(choices));
        Set<String> ids = new LinkedHashSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (String id : ids) {
          Set<Integer> places = dependences.computeIfAbsent(id, key -> new TreeSet<>());
          if (!Objects.equals(before.get(id), after.get(id))) {
            places.add(place);
          }
        }
      }
    }
  }

  private void tabulate() {
    slots.clear();
    List<String> ids = new ArrayList<>(dependences.keySet());
    ids.forEach(id -> slots.add(empty(id)));
    int most = slots.stream().mapToInt(slot -> slot.keys().length).max().orElse(0);
    // One sweep fills every table at once where blocks depend on decisions of their own.
    for (int i = 0; i < most; i++) {
      fill(ids, vectorAt(slots, i));
    }
    for (BlockTable slot : slots) {
      for (int i = 0; i < slot.keys().length; i++) {
        if (slot.keys()[i] == UNKNOWN) {
          fill(ids, vectorAt(List.of(slot), i));
        }
      }
    }
  }

  private BlockTable empty(String id) {
    int[] places = dependences.get(id).stream().mapToInt(Integer::intValue).toArray();
    int[] strides = new int[places.length];
    long size = 1;
    for (int i = 0; i < places.length; i++) {
      strides[i] = (int) size;
      size *= choiceCounts[places[i]];
      if (size > MOST_ENTRIES) {
        throw new InvalidInputException(
            "the space %s cannot be compiled: its block %s depends on %d decisions"
                .formatted(space.name(), id, places.length));
      }
    }
    int[] keys = new int[(int) size];
    Arrays.fill(keys, UNKNOWN);
    return new BlockTable(places, strides, keys);
  }

  /** Returns a vector that has the index given, modulo the table's size, in the slots given. */
  private DecisionVector vectorAt(List<BlockTable> of, int index) {
    int[] choices = new int[choiceCounts.length];
    for (BlockTable slot : of) {
      for (int i = 0; i < slot.places().length; i++) {
        int place = slot.places()[i];
        choices[place] = index / slot.strides()[i] % choiceCounts[place];
      }
    }
    return DecisionVector.of(choices);
  }

  private void fill(List<String> ids, DecisionVector vector) {
    Map<String, Integer> keys = lowered(vector);
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).keys()[slots.get(i).index(vector.values())] =
          keys.getOrDefault(ids.get(i), BlockTable.ABSENT);
    }
  }

  /** Returns random networks whose blocks are not what the tables say. */
  private List<DecisionVector> wrong(RandomGenerator random) {
    List<DecisionVector> wrong = new ArrayList<>();
    for (int i = 0; i < CHECKS; i++) {
      DecisionVector vector = space.sample(random);
      Map<String, Integer> truth = lowered(vector);
      int place = 0;
      boolean right = dependences.keySet().containsAll(truth.keySet());
      for (String id : dependences.keySet()) {
        right &=
            slots.get(place++).key(vector.values()) == truth.getOrDefault(id, BlockTable.ABSENT);
      }
      if (!right) {
        wrong.add(vector);
      }
    }
    return wrong;
  }
}
