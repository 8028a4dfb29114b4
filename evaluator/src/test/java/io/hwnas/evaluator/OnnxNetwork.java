package io.hwnas.evaluator;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import java.nio.FloatBuffer;
import java.util.Map;

/** An exported network in ONNX Runtime, on one thread. */
final class OnnxNetwork implements AutoCloseable {
  private final OrtSession session;

  OnnxNetwork(LayerGraph graph, Weights weights) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session =
          OrtEnvironment.getEnvironment()
              .createSession(OnnxWriter.toBytes(graph, weights), options);
    }
  }

  float[] run(FloatTensor image) throws OrtException {
    long[] shape = image.shape().stream().mapToLong(Integer::longValue).toArray();
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(image.values()), shape);
        OrtSession.Result result = session.run(Map.of(OnnxWriter.INPUT, input))) {
      FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[output.remaining()];
      output.get(values);
      return values;
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
