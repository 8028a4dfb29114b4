package io.hwnas.latency;

import io.hwnas.export.FloatTensor;
import io.hwnas.probe.OnnxAnswers;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** What an ONNX model answers, to hold against another runtime's answers; nothing is timed. */
public final class OnnxInference {
  private OnnxInference() {}

  /**
   * Runs a model on images, one after another.
   *
   * @param name what messages call the model
   * @param onnx the bytes of the file; one float input of batch 1 and one float output
   * @param images [N, C, H, W], at least one
   * @return [N, …]: the model's answers in the order of the images
   * @throws io.hwnas.space.InvalidInputException if ONNX Runtime cannot run it
   */
  public static FloatTensor run(String name, byte[] onnx, FloatTensor images) {
    int count = images.shape().get(0);
    int size = images.size() / count;
    long[] shape = images.shape().stream().mapToLong(Integer::longValue).toArray();
    shape[0] = 1;
    float[] values = images.values();
    List<FloatBuffer> inputs = new ArrayList<>();
    for (int image = 0; image < count; image++) {
      inputs.add(FloatBuffer.wrap(values, image * size, size).slice());
    }
    return joined(OnnxAnswers.of(name, onnx, shape, inputs));
  }

  private static FloatTensor joined(OnnxAnswers answers) {
    int count = answers.values().size();
    int size = answers.values().get(0).length;
    float[] all = new float[Math.multiplyExact(count, size)];
    for (int i = 0; i < count; i++) {
      System.arraycopy(answers.values().get(i), 0, all, i * size, size);
    }
    List<Integer> joined = new ArrayList<>(answers.shape());
    joined.set(0, count);
    return new FloatTensor(joined, all);
  }
}
