package io.hwnas.evaluator;

import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;

/** Makes the training batches of a recipe without training on them, to see how fast that goes. */
public final class DataPipeline implements AutoCloseable {
  private final NativeMemory memory = new NativeMemory();
  private final BatchBuffer buffer;
  private final BatchPainter painter;
  private final int batchSize;

  /**
   * Makes room for a batch.
   *
   * @param data where images come from
   * @param recipe says how many images a batch has, and how they are varied
   * @param seed decides orders and variations
   * @param options how libtorch is run
   */
  public DataPipeline(DataSplit data, TrainingRecipe recipe, long seed, TorchOptions options) {
    LibTorch.use(options);
    ImageSet images = data.training().images();
    batchSize = recipe.batchSize();
    painter =
        new BatchPainter(
            images,
            data.normalisation(),
            recipe.augmentation(),
            new EpochOrders(images.size(), seed),
            seed);
    buffer = new BatchBuffer(images, batchSize, memory);
  }

  /**
   * Makes the batch of a step in the calling thread.
   *
   * @param step the step, from 0
   * @return how many images it has
   */
  public int make(long step) {
    painter.training(step, batchSize, buffer);
    return batchSize;
  }

  @Override
  public void close() {
    memory.close();
  }
}
