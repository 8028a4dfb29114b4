package io.hwnas.space;

import java.util.List;

/**
 * A run of blocks; a search space chooses how many of them there are.
 *
 * @param blocks the blocks in order, at least one
 */
public record Stage(List<Block> blocks) {
  /** Copies the list and checks that it is not empty. */
  public Stage {
    blocks = List.copyOf(blocks);
    Checks.atLeast("blocks of a stage", blocks.size(), 1);
  }
}
