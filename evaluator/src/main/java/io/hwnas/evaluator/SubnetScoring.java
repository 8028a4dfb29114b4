package io.hwnas.evaluator;

import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Asks subnets about images: first training images, from which their batch norms take statistics,
 * then validation images.
 */
final class SubnetScoring implements AutoCloseable {
  private final ImageBatches calibration;
  private final ImageBatches validation;
  private final List<Integer> calibrationStarts;
  private final List<Integer> validationStarts;

  SubnetScoring(SupernetTask task) {
    this.calibration = plain(task, calibrationImages(task));
    this.validation = plain(task, task.validation().images());
    this.calibrationStarts = starts(task.calibrationImages());
    this.validationStarts = starts(task.validation().images().size());
  }

  private static ImageBatches plain(SupernetTask task, ImageSet images) {
    return new ImageBatches(
        images,
        task.normalisation(),
        Augmentation.NONE,
        TorchNetwork.EVALUATION_BATCH,
        task.seed());
  }

  /** Draws the images that statistics are taken from. */
  private static ImageSet calibrationImages(SupernetTask task) {
    ImageSet all = task.training().images();
    int[] order = ImageBatches.shuffled(all.size(), Seeds.of(task.seed(), "supernet/calibration"));
    return all.select(Arrays.stream(order).limit(task.calibrationImages()).boxed().toList());
  }

  /** Divides images into batches of nearly equal size; returns where each begins, and the end. */
  private static List<Integer> starts(int images) {
    int batches = (images + TorchNetwork.EVALUATION_BATCH - 1) / TorchNetwork.EVALUATION_BATCH;
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i <= batches; i++) {
      starts.add((int) ((long) images * i / batches));
    }
    return starts;
  }

  /** Makes a trunk for these images with nothing kept. */
  SharedTrunk trunk(long mostBytes) {
    return new SharedTrunk(
        mostBytes,
        (long) last(calibrationStarts) + last(validationStarts),
        calibrationStarts.size() - 1,
        validationStarts.size() - 1);
  }

  private static int last(List<Integer> starts) {
    return starts.get(starts.size() - 1);
  }

  /** Gives a subnet its statistics; call it inside a scope without gradients. */
  void calibrate(Subnet subnet, SharedTrunk trunk) {
    trunk.begin(subnet);
    for (int i = 0; i + 1 < calibrationStarts.size(); i++) {
      Pass pass = Pass.calibration(i);
      KeptValues kept = trunk.calibration(i);
      int from = calibrationStarts.get(i);
      int to = calibrationStarts.get(i + 1);
      NativeScope.run(() -> subnet.forward(() -> calibration.plain(from, to).images(), pass, kept));
    }
    trunk.calibrated(subnet);
  }

  /**
   * Scores a subnet that was calibrated with the trunk; call it inside a scope without gradients.
   */
  Supernet.Score score(Subnet subnet, SharedTrunk trunk) {
    int size = last(validationStarts);
    Sums all = new Sums(0, 0, 0);
    for (int i = 0; i + 1 < validationStarts.size(); i++) {
      KeptValues kept = trunk.validation(i);
      int from = validationStarts.get(i);
      int to = validationStarts.get(i + 1);
      all = all.plus(NativeScope.compute(() -> Sums.of(subnet, validation.plain(from, to), kept)));
    }
    double mean = all.loss() / size;
    double variance = Math.max(0, all.squaredLoss() / size - mean * mean);
    return new Supernet.Score(all.correct() / size, mean, Math.sqrt(variance / size));
  }

  /** Sums over images: those told right, their losses, and the losses' squares. */
  private record Sums(double correct, double loss, double squaredLoss) {
    static Sums of(Subnet subnet, ImageBatches.Batch batch, KeptValues kept) {
      Tensor logits = subnet.forward(batch::images, Pass.INFERENCE, kept);
      Tensor losses = Loss.each(logits, batch.labels());
      return new Sums(
          logits.argmax(new LongOptional(1), false).eq(batch.labels()).sum().item_long(),
          losses.sum().item_float(),
          losses.square().sum().item_float());
    }

    Sums plus(Sums other) {
      return new Sums(correct + other.correct, loss + other.loss, squaredLoss + other.squaredLoss);
    }
  }

  @Override
  public void close() {
    validation.close();
    calibration.close();
  }
}
