package io.hwnas.evaluator;

import io.hwnas.space.Seeds;
import java.util.HashMap;
import java.util.Map;

/** The order of the images in each epoch, a function of the seed alone; for any thread. */
final class EpochOrders {
  private final int images;
  private final long seed;
  private final Map<Long, int[]> orders = new HashMap<>();

  EpochOrders(int images, long seed) {
    this.images = images;
    this.seed = seed;
  }

  /** Returns the image at a place of the sequence of all epochs. */
  int image(long place) {
    return order(place / images)[(int) (place % images)];
  }

  private synchronized int[] order(long epoch) {
    // Batches that are made at the same time lie in one epoch or two neighbours.
    orders.keySet().removeIf(other -> Math.abs(other - epoch) > 1);
    return orders.computeIfAbsent(
        epoch, e -> ImageBatches.shuffled(images, Seeds.of(seed, "order", e)));
  }
}
