package io.hwnas.space;

import java.util.BitSet;

/**
 * Which block one place of a network has, by the decisions that it depends on.
 *
 * @param places the decisions
 * @param strides weight of each of them in the index
 * @param keys number of the block by index, or {@link #ABSENT}
 */
record BlockTable(int[] places, int[] strides, int[] keys) {
  /** Stands for a block that the network does not have. */
  static final int ABSENT = -1;

  /**
   * That the block depends on a decision.
   *
   * @param table the block's
   * @param stride weight of the decision in the index
   */
  record Dependence(BlockTable table, int stride) {
    int index(int[] choices) {
      return table.index(choices);
    }

    /**
     * Tells whether the block at an index stays the same when the decision takes another choice.
     */
    boolean same(int index, int chosen, int other) {
      return table.keys[index] == table.keys[index + (other - chosen) * stride];
    }
  }

  int index(int[] choices) {
    int index = 0;
    for (int i = 0; i < places.length; i++) {
      index += strides[i] * choices[places[i]];
    }
    return index;
  }

  int key(int[] choices) {
    return keys[index(choices)];
  }

  boolean dependsOn(int decision) {
    return stride(decision) > 0;
  }

  /** Collects the blocks of vectors that have one choice. */
  void addKeysWhere(int decision, int choice, BitSet into) {
    int stride = stride(decision);
    int next = nextStride(stride);
    for (int index = 0; index < keys.length; index++) {
      boolean chosen = stride == 0 || index % next / stride == choice;
      if (chosen && keys[index] != ABSENT) {
        into.set(keys[index]);
      }
    }
  }

  private int nextStride(int stride) {
    int next = keys.length;
    for (int other : strides) {
      next = other > stride ? Math.min(next, other) : next;
    }
    return next;
  }

  int stride(int decision) {
    for (int i = 0; i < places.length; i++) {
      if (places[i] == decision) {
        return strides[i];
      }
    }
    return 0;
  }
}
