package io.hwnas.probe;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.hwnas.space.InvalidInputException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What an ONNX model answers; nothing is timed.
 *
 * @param shape lengths of one answer
 * @param values the answers, in the order of the inputs
 */
public record OnnxAnswers(List<Integer> shape, List<float[]> values) {
  /** Copies the lists. */
  public OnnxAnswers {
    shape = List.copyOf(shape);
    values = List.copyOf(values);
  }

  /**
   * Runs a model on inputs, one after another.
   *
   * @param name what messages call the model
   * @param onnx the bytes of the file; one float input and one float output
   * @param shape lengths of each input
   * @param inputs the inputs, at least one
   * @return the answers
   * @throws InvalidInputException if ONNX Runtime cannot run it
   */
  public static OnnxAnswers of(String name, byte[] onnx, long[] shape, List<FloatBuffer> inputs) {
    OrtEnvironment environment = OnnxLibrary.environment();
    List<float[]> answers = new ArrayList<>();
    long[] answerShape = {};
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(onnx, options)) {
      String input = session.getInputNames().iterator().next();
      for (FloatBuffer one : inputs) {
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
    return new OnnxAnswers(Arrays.stream(answerShape).mapToObj(Math::toIntExact).toList(), answers);
  }
}
