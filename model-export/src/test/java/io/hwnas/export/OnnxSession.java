package io.hwnas.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/** An exported model in ONNX Runtime, on one thread. */
final class OnnxSession implements AutoCloseable {
  /** What a run gives. */
  record Output(long[] shape, float[] values) {}

  private final OrtSession session;

  OnnxSession(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = OrtEnvironment.getEnvironment().createSession(model, options);
    }
  }

  Output run(float[] input, long... shape) throws OrtException {
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(input), shape);
        OrtSession.Result result = session.run(Map.of(OnnxWriter.INPUT, tensor))) {
      OnnxTensor output = (OnnxTensor) result.get(OnnxWriter.OUTPUT).orElseThrow();
      FloatBuffer buffer = output.getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return new Output(output.getInfo().getShape(), values);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
