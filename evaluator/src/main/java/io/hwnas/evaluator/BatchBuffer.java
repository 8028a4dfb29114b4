package io.hwnas.evaluator;

import io.hwnas.evaluator.data.ImageSet;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Native room for one batch. Any thread may fill it; then tensors are laid over it. */
final class BatchBuffer {
  private final ImageSet form;
  private final FloatPointer pixels;
  private final FloatBuffer values;
  private final LongPointer labels;
  private final LongBuffer classes;
  private final FloatPointer shares;
  private final FloatBuffer sharesOfClasses;

  /** Makes room in memory that somebody else frees. */
  BatchBuffer(ImageSet form, int largestBatch, NativeMemory memory) {
    this.form = form;
    int floats = Math.multiplyExact(largestBatch, form.bytesPerImage());
    pixels = memory.keep(new FloatPointer(floats));
    values = pixels.asBuffer();
    labels = memory.keep(new LongPointer(largestBatch));
    classes = labels.asBuffer();
    shares = memory.keep(new FloatPointer((long) largestBatch * form.classCount()));
    sharesOfClasses = shares.asBuffer();
  }

  void put(int index, int label, float[] image) {
    values.put(index * image.length, image);
    classes.put(index, label);
  }

  /** Makes each image a share of itself and the rest of the one as far from the other end. */
  void mix(int size, float share) {
    int length = form.bytesPerImage();
    float[] one = new float[length];
    float[] other = new float[length];
    for (int i = 0; i < size; i++) {
      mixLabels(i, size - 1 - i, share);
    }
    for (int i = 0; i < size - 1 - i; i++) {
      int j = size - 1 - i;
      values.get(i * length, one);
      values.get(j * length, other);
      for (int k = 0; k < length; k++) {
        float difference = (1 - share) * (other[k] - one[k]);
        one[k] += difference;
        other[k] -= difference;
      }
      values.put(i * length, one);
      values.put(j * length, other);
    }
  }

  private void mixLabels(int index, int other, float share) {
    int row = index * form.classCount();
    for (int c = 0; c < form.classCount(); c++) {
      float own = classes.get(index) == c ? share : 0;
      sharesOfClasses.put(row + c, own + (classes.get(other) == c ? 1 - share : 0));
    }
  }

  /** Returns the first images with their labels. */
  ImageBatches.Batch batch(int size) {
    Tensor classesOfImages =
        torch.from_blob(labels, new long[] {size}, new TensorOptions(torch.ScalarType.Long));
    return new ImageBatches.Batch(images(size), classesOfImages, size);
  }

  /** Returns the first images with their shares of classes, after they were mixed. */
  ImageBatches.Batch mixedBatch(int size) {
    return new ImageBatches.Batch(
        images(size), torch.from_blob(shares, new long[] {size, form.classCount()}), size);
  }

  private Tensor images(int size) {
    int channels = form.channels();
    long[] sizes = {size, channels, form.height(), form.width()};
    long[] strides = {form.bytesPerImage(), 1, (long) form.width() * channels, channels};
    return torch.from_blob(pixels, sizes, strides);
  }
}
