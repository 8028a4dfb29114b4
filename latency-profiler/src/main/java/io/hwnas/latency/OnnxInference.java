package io.hwnas.latency;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.hwnas.export.FloatTensor;
import io.hwnas.space.InvalidInputException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
   * @throws InvalidInputException if ONNX Runtime cannot run it
   */
  public static FloatTensor run(String name, byte[] onnx, FloatTensor images) {
    OrtEnvironment environment = OnnxLibrary.environment();
    int count = images.shape().get(0);
    int size = images.size() / count;
    long[] shape = images.shape().stream().mapToLong(Integer::longValue).toArray();
    shape[0] = 1;
    float[] values = images.values();
    List<float[]> answers = new ArrayList<>();
    long[] answerShape = {};
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(onnx, options)) {
      String input = session.getInputNames().iterator().next();
      for (int image = 0; image < count; image++) {
        FloatBuffer one = FloatBuffer.wrap(values, image * size, size).slice();
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, one, shape);
            OrtSession.Result result = session.run(Map.of(input, tensor))) {
          OnnxTensor output = (OnnxTensor) result.get(0);
          answerShape = output.getInfo().getShape();
          float[] answer = new float[output.getFloatBuffer().remaining()];
          output.getFloatBuffer().get(answer);
          answers.add(answer);
        }
      }
    } catch (OrtException e) {
      throw new InvalidInputException(
          "ONNX Runtime cannot run %s: %s".formatted(name, e.getMessage()), e);
    }
    return joined(answers, answerShape);
  }

  private static FloatTensor joined(List<float[]> answers, long[] shape) {
    int size = answers.get(0).length;
    float[] all = new float[Math.multiplyExact(answers.size(), size)];
    for (int i = 0; i < answers.size(); i++) {
      System.arraycopy(answers.get(i), 0, all, i * size, size);
    }
    List<Integer> joined =
        new ArrayList<>(Arrays.stream(shape).mapToObj(Math::toIntExact).toList());
    joined.set(0, answers.size());
    return new FloatTensor(joined, all);
  }
}
