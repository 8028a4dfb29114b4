package io.hwnas.probe;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.hwnas.space.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A session with its input and its pinned output, all closed together. */
final class OnnxSession implements LoadedNetwork {
  /** Of floats that a buffer can hold. */
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

  private final String name;
  private final RunClock clock;
  private final OrtSession session;
  private final RunOptions options;
  private final OnnxTensor input;
  private final OnnxTensor output;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;

  private OnnxSession(
      String name,
      RunClock clock,
      OrtSession session,
      RunOptions options,
      OnnxTensor input,
      OnnxTensor output) {
    this.name = name;
    this.clock = clock;
    this.session = session;
    this.options = options;
    this.input = input;
    this.output = output;
    this.inputs = Map.of(session.getInputNames().iterator().next(), input);
    this.outputs = Map.of(session.getOutputNames().iterator().next(), output);
  }

  static OnnxSession open(
      OrtEnvironment environment,
      String name,
      byte[] model,
      int batch,
      SessionOptions options,
      RunClock clock)
      throws OrtException {
    OrtSession session = environment.createSession(model, options);
    try {
      OnnxTensor input = tensor(environment, name, session.getInputInfo(), batch, true);
      try {
        OnnxTensor output = tensor(environment, name, session.getOutputInfo(), batch, false);
        return new OnnxSession(name, clock, session, new RunOptions(), input, output);
      } catch (OrtException | RuntimeException e) {
        input.close();
        throw e;
      }
    } catch (OrtException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment,
      String name,
      Map<String, NodeInfo> infos,
      int batch,
      boolean filled)
      throws OrtException {
    if (infos.size() != 1
        || !(infos.values().iterator().next().getInfo() instanceof TensorInfo info)
        || info.type != OnnxJavaType.FLOAT) {
      throw new InvalidInputException(
          "%s must have one float input and one float output to be timed".formatted(name));
    }
    long[] shape = info.getShape();
    if (shape.length > 0 && shape[0] < 0) {
      shape[0] = batch;
    }
    if (filled && shape.length > 0 && shape[0] > 0 && shape[0] != batch) {
      throw new InvalidInputException(
          "%s is for %d images an inference, not for %d; measure it with --batch %d, or export it for a batch of any size"
              .formatted(name, shape[0], batch, shape[0]));
    }
    if (batch > 1 && (shape.length == 0 || shape[0] != batch)) {
      throw new InvalidInputException(
          "%s is not for %d images an inference; export it for a batch of any size"
              .formatted(name, batch));
    }
    long elements = 1;
    for (long length : shape) {
      if (length < 1) {
        throw new InvalidInputException(
            "%s leaves the shape of its %s open; export it with a fixed shape"
                .formatted(name, filled ? "input" : "output"));
      }
      if (length > MOST_ELEMENTS / elements) {
        throw new InvalidInputException(
            "%s: its %s is of more than %d values; measure fewer images an inference, or a smaller resolution"
                .formatted(name, filled ? "input" : "output", MOST_ELEMENTS));
      }
      elements *= length;
    }
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(Math.toIntExact(elements * Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    if (filled) {
      Random random = new Random(1);
      for (int i = 0; i < buffer.capacity(); i++) {
        buffer.put(i, 2 * random.nextFloat() - 1);
      }
    }
    return OnnxTensor.createTensor(environment, buffer, shape);
  }

  @Override
  public RunTime run() {
    try {
      return clock.time(() -> session.run(inputs, Set.of(), outputs, options).close());
    } catch (OrtException e) {
      throw new InvalidInputException(
          "ONNX Runtime failed on %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Ends profiling and returns the file it left. */
  Path endProfiling() {
    try {
      return Path.of(session.endProfiling());
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    input.close();
    output.close();
    options.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
