package io.hwnas.space;

import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A space whose networks' blocks are looked up instead of lowered: from a decision vector to what
 * its blocks add up to in well under a microsecond.
 *
 * <p>Which decisions a block depends on is learnt from the lowering itself, by changing one
 * decision at a time, and checked on random networks; then each block has a small table from those
 * decisions to its key. Immutable.
 */
public final class CompiledSpace {
  private final SearchSpace space;
  private final List<BlockTable> tables;
  private final BlockTable.Dependence[][] dependences;
  private final List<LayerGraph> blocks;

  /** By decision, the decisions that some block depends on together with it, as bits. */
  private final long[] together;

  /**
   * Makes something of two sums over a network's blocks.
   *
   * @param <T> what it makes
   */
  @FunctionalInterface
  public interface OfTwoSums<T> {
    /**
     * Makes it.
     *
     * @param one the sum of the first figure
     * @param other the sum of the second figure
     * @return what is made of both
     */
    T of(double one, double other);
  }

  CompiledSpace(SearchSpace space, List<BlockTable> tables, List<LayerGraph> blocks) {
    this.space = space;
    this.tables = List.copyOf(tables);
    this.blocks = List.copyOf(blocks);
    this.dependences =
        IntStream.range(0, space.decisions().size())
            .mapToObj(place -> dependences(tables, place))
            .toArray(BlockTable.Dependence[][]::new);
    this.together = together(tables, space.decisions().size());
  }

  private static long[] together(List<BlockTable> tables, int decisions) {
    long[] together = new long[decisions];
    if (decisions <= Long.SIZE) {
      for (BlockTable table : tables) {
        for (int place : table.places()) {
          for (int other : table.places()) {
            together[place] |= 1L << other;
          }
        }
      }
    }
    for (int place = 0; place < Math.min(decisions, Long.SIZE); place++) {
      together[place] |= 1L << place;
    }
    return together;
  }

  private static BlockTable.Dependence[] dependences(List<BlockTable> tables, int place) {
    return tables.stream()
        .filter(table -> table.dependsOn(place))
        .map(table -> new BlockTable.Dependence(table, table.stride(place)))
        .toArray(BlockTable.Dependence[]::new);
  }

  /**
   * Compiles a space.
   *
   * @param space the space
   * @return the same space, by tables
   * @throws InvalidInputException if a block depends on too many decisions to be tabulated
   */
  public static CompiledSpace of(SearchSpace space) {
    return new SpaceCompiler(space).compile();
  }

  /**
   * Returns the space.
   *
   * @return the space that was compiled
   */
  public SearchSpace space() {
    return space;
  }

  /**
   * Returns every distinct block of the space.
   *
   * @return the blocks, each as a network of its own, with one {@link LoweredBlock}
   */
  public List<LayerGraph> blocks() {
    return blocks;
  }

  /**
   * Returns the distinct blocks of the networks that have one choice.
   *
   * @param place a decision
   * @param choice one of its choices
   * @return the blocks, each as a network of its own, in the order of {@link #blocks}
   */
  public List<LayerGraph> blocksWhere(int place, int choice) {
    BitSet present = new BitSet();
    for (BlockTable table : tables) {
      table.addKeysWhere(place, choice, present);
    }
    return present.stream().mapToObj(blocks::get).toList();
  }

  /**
   * Returns the sum over a network's blocks of a figure that each block has alone.
   *
   * @param figure asked once of each distinct block, as a network of its own
   * @return from a vector of the space to the sum
   */
  public ToDoubleFunction<DecisionVector> sum(ToDoubleFunction<LayerGraph> figure) {
    double[] figures = blocks.stream().mapToDouble(figure).toArray();
    BlockTable[] all = tables.toArray(BlockTable[]::new);
    return vector -> {
      int[] choices = vector.values();
      double sum = 0;
      for (BlockTable slot : all) {
        int key = slot.key(choices);
        sum += key == BlockTable.ABSENT ? 0 : figures[key];
      }
      return sum;
    };
  }

  /**
   * Returns the sums of two figures, as {@link #sum} gives each, for less than both take.
   *
   * @param one asked once of each distinct block, as a network of its own
   * @param other asked as often
   * @param result makes something of both sums
   * @param <T> what it makes
   * @return from a vector of the space to what is made
   */
  public <T> Function<DecisionVector, T> sums(
      ToDoubleFunction<LayerGraph> one, ToDoubleFunction<LayerGraph> other, OfTwoSums<T> result) {
    double[] ones = blocks.stream().mapToDouble(one).toArray();
    double[] others = blocks.stream().mapToDouble(other).toArray();
    BlockTable[] all = tables.toArray(BlockTable[]::new);
    return vector -> {
      int[] choices = vector.values();
      double sum = 0;
      double otherSum = 0;
      for (BlockTable slot : all) {
        int key = slot.key(choices);
        if (key != BlockTable.ABSENT) {
          sum += ones[key];
          otherSum += others[key];
        }
      }
      return result.of(sum, otherSum);
    };
  }

  /**
   * Returns the greatest of a network's blocks in a figure that each block has alone.
   *
   * @param figure asked once of each distinct block, as a network of its own
   * @return from a vector of the space to the greatest
   */
  public ToDoubleFunction<DecisionVector> max(ToDoubleFunction<LayerGraph> figure) {
    double[] figures = blocks.stream().mapToDouble(figure).toArray();
    BlockTable[] all = tables.toArray(BlockTable[]::new);
    return vector -> {
      int[] choices = vector.values();
      double max = Double.NEGATIVE_INFINITY;
      for (BlockTable slot : all) {
        int key = slot.key(choices);
        max = key == BlockTable.ABSENT ? max : Math.max(max, figures[key]);
      }
      return max;
    };
  }

  /**
   * Returns the one vector that stands for all vectors of the same network, as {@link
   * SearchSpace#canonical} does, by tables.
   *
   * @param vector one choice for each decision, all in range
   * @return the canonical vector
   */
  public DecisionVector canonical(DecisionVector vector) {
    return canonical(vector.toArray());
  }

  private DecisionVector canonical(int[] choices) {
    for (int place = 0; place < choices.length; place++) {
      if (choices[place] > 0) {
        choices[place] = least(choices, place);
      }
    }
    return new DecisionVector(new VectorChoices(choices));
  }

  /**
   * Returns the canonical vector of choices that differ little from those of a canonical vector, in
   * less time: only decisions are looked at that a block has in common with one that differs.
   *
   * @param choices one for each decision, all in range; belongs to this space from now on
   * @param near a canonical vector
   * @return the canonical vector, as {@link #canonical(DecisionVector)} gives it
   */
  public DecisionVector canonical(int[] choices, DecisionVector near) {
    if (choices.length > Long.SIZE) {
      return canonical(choices);
    }
    int[] before = near.values();
    long suspects = 0;
    for (int place = 0; place < choices.length; place++) {
      suspects |= choices[place] == before[place] ? 0 : together[place];
    }
    if (suspects == 0) {
      return near;
    }
    for (int place = 0; place < choices.length; place++) {
      if ((suspects >>> place & 1) != 0 && choices[place] > 0) {
        int least = least(choices, place);
        suspects |= least == choices[place] ? 0 : together[place];
        choices[place] = least;
      }
    }
    return new DecisionVector(new VectorChoices(choices));
  }

  /**
   * Draws a vector, as {@link SearchSpace#sample} does.
   *
   * @param random draws one choice for each decision
   * @return a canonical vector, the same that the space draws
   */
  public DecisionVector sample(RandomGenerator random) {
    return canonical(space.draw(random));
  }

  /** Returns the first choice of a decision that leaves every block as it is. */
  private int least(int[] choices, int place) {
    int chosen = choices[place];
    BlockTable.Dependence[] all = dependences[place];
    if (all.length == 0) {
      return 0;
    }
    int index = all[0].index(choices);
    for (int lower = 0; lower < chosen; lower++) {
      if (all[0].same(index, chosen, lower) && restSame(all, choices, chosen, lower)) {
        return lower;
      }
    }
    return chosen;
  }

  private static boolean restSame(
      BlockTable.Dependence[] all, int[] choices, int chosen, int lower) {
    for (int i = 1; i < all.length; i++) {
      if (!all[i].same(all[i].index(choices), chosen, lower)) {
        return false;
      }
    }
    return true;
  }
}
