package io.hwnas.evaluator;

import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Normalisation;
import io.hwnas.space.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Turns images into batches of network input, a function of seed and step alone.
 *
 * <p>Training batches follow one another through a fresh order of all images each epoch; one may
 * lie across the border of two epochs. They are made by threads of their own, ahead of the steps. A
 * batch is valid until the next is asked for.
 */
final class ImageBatches implements AutoCloseable {
  /**
   * Images and what they are labelled with.
   *
   * @param images [N, C, H, W], channels-last
   * @param labels classes [N]; where images are mixed, shares of classes [N, classes]
   * @param size N
   */
  record Batch(Tensor images, Tensor labels, int size) {
    /** Returns the images from one index to before another, in place; call it inside a scope. */
    Batch part(int from, int to) {
      return new Batch(
          images.narrow(0, from, to - from), labels.narrow(0, from, to - from), to - from);
    }
  }

  private final ImageSet images;
  private final Normalisation normalisation;
  private final Augmentation augmentation;
  private final int largestBatch;
  private final long seed;
  private final EpochOrders orders;
  private final NativeMemory memory = new NativeMemory();
  private Optional<BatchesAhead.Place> plain = Optional.empty();
  private Optional<BatchesAhead> ahead = Optional.empty();

  ImageBatches(
      ImageSet images,
      Normalisation normalisation,
      Augmentation augmentation,
      int largestBatch,
      long seed) {
    if (images.size() == 0) {
      throw new InvalidInputException("there are no images; give a data set that has some");
    }
    this.images = images;
    this.normalisation = normalisation;
    this.augmentation = augmentation;
    this.largestBatch = largestBatch;
    this.seed = seed;
    this.orders = new EpochOrders(images.size(), seed);
  }

  /** Returns the batch of one training step, each image varied; call it inside a scope. */
  Batch training(long step, int size) {
    if (ahead.isEmpty()) {
      List<BatchesAhead.Place> places =
          Stream.generate(this::place).limit(1 + BatchesAhead.AHEAD).toList();
      ahead = Optional.of(new BatchesAhead(places));
    }
    BatchBuffer buffer = ahead.get().take(step, size);
    return augmentation.mixup() > 0 ? buffer.mixedBatch(size) : buffer.batch(size);
  }

  /** Returns the images from one index to before another, as they are; call it inside a scope. */
  Batch plain(int from, int to) {
    if (plain.isEmpty()) {
      plain = Optional.of(place());
    }
    plain.get().painter().plain(from, to, plain.get().buffer());
    return plain.get().buffer().batch(to - from);
  }

  private BatchesAhead.Place place() {
    return new BatchesAhead.Place(
        new BatchPainter(images, normalisation, augmentation, orders, seed),
        new BatchBuffer(images, largestBatch, memory));
  }

  /** Returns the numbers below a size in random order. */
  static int[] shuffled(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  @Override
  public void close() {
    ahead.ifPresent(BatchesAhead::close);
    memory.close();
  }
}
