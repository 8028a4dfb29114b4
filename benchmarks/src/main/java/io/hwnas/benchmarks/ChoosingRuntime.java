package io.hwnas.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.hwnas.export.OnnxWriter;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LoadedNetwork;
import io.hwnas.probe.NetworkProfile;
import io.hwnas.probe.Pace;
import io.hwnas.probe.RunTime;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.LayerGraph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runtime of latency tables, but for networks that choose their session.
 *
 * @param tables the runtime of latency tables, on one thread
 */
record ChoosingRuntime(OnnxRuntime tables) implements InferenceRuntime {
  /**
   * A network with a session of its own.
   *
   * @param network the network
   * @param choice how its session differs
   */
  record Chosen(FormNetwork network, SessionChoice choice) implements TimedNetwork {
    @Override
    public String name() {
      return choice.label();
    }

    @Override
    public byte[] onnx() {
      return network.onnx();
    }
  }

  @Override
  public Fingerprint fingerprint() {
    return tables.fingerprint();
  }

  @Override
  public TimedNetwork sentinel() {
    return tables.sentinel();
  }

  @Override
  public Pace pace() {
    return tables.pace();
  }

  @Override
  public List<NetworkProfile> profile(
      List<TimedNetwork> networks, int visits, int warmUpRuns, int runs) {
    return tables.profile(networks, visits, warmUpRuns, runs);
  }

  @Override
  public LoadedNetwork load(TimedNetwork network) {
    try {
      return network instanceof Chosen chosen ? Session.open(chosen) : tables.load(network);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs as the tables' own sessions do: one thread, an input and an output in place. */
  private record Session(OrtSession session, OnnxTensor input, OnnxTensor output)
      implements LoadedNetwork {
    static Session open(Chosen chosen) throws OrtException {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      LayerGraph graph = chosen.network().graph();
      try (SessionOptions options = new SessionOptions()) {
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        chosen.choice().apply(options);
        return new Session(
            environment.createSession(chosen.onnx(), options),
            tensor(
                environment,
                1,
                graph.input().channels(),
                graph.input().height(),
                graph.input().width()),
            tensor(environment, 1, graph.output().channels()));
      }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, long... shape)
        throws OrtException {
      int elements = 1;
      for (long length : shape) {
        elements = Math.multiplyExact(elements, Math.toIntExact(length));
      }
      FloatBuffer buffer =
          ByteBuffer.allocateDirect(Float.BYTES * elements)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      for (int i = 0; i < elements; i++) {
        buffer.put(i, (i % 200 - 100) / 100f);
      }
      return OnnxTensor.createTensor(environment, buffer, shape);
    }

    @Override
    public RunTime run() {
      long start = System.nanoTime();
      try {
        session
            .run(Map.of(OnnxWriter.INPUT, input), Set.of(), Map.of(OnnxWriter.OUTPUT, output))
            .close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
      return new RunTime((System.nanoTime() - start) / 1e6, false);
    }

    @Override
    public void close() {
      input.close();
      output.close();
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
