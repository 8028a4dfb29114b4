package io.hwnas.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.hwnas.export.OnnxForm;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.SlicedNetwork;
import io.hwnas.export.WeightInit;
import io.hwnas.export.Weights;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code models FOLDER NAME...} leaves networks there as ONNX, whole and in slices. {@code run
 * MODEL} runs one in this process and prints the process's resident KiB: at the peak of loading it,
 * before its first run, and at the peak of its runs.
 */
final class PeakMemory {
  private static final int RUNS = 5;
  private static final int PIXELS = 224;

  private PeakMemory() {}

  public static void main(String[] arguments) throws IOException, OrtException {
    if (arguments[0].equals("run")) {
      run(arguments[1]);
      return;
    }
    Path folder = Path.of(arguments[1]);
    for (int i = 2; i < arguments.length; i++) {
      String name = arguments[i];
      LayerGraph graph = LayerGraph.of(ReferenceNetworks.named(name));
      Weights weights = WeightInit.random(graph, Seeds.of(1, name));
      SlicedNetwork sliced = SlicedNetwork.of(graph, weights);
      OnnxWriter.write(folder.resolve(name + ".onnx"), graph, weights, OnnxForm.DEFAULT, Map.of());
      OnnxWriter.write(
          folder.resolve(name + "-sliced.onnx"),
          sliced.graph(),
          sliced.weights(),
          OnnxForm.DEFAULT,
          Map.of());
    }
  }

  /** Without an arena, which would keep what it once had; the image is all zeros. */
  private static void run(String model) throws IOException, OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    ByteBuffer image =
        ByteBuffer.allocateDirect(3 * PIXELS * PIXELS * Float.BYTES).order(ByteOrder.nativeOrder());
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setCPUArenaAllocator(false);
      try (OrtSession session = environment.createSession(model, options);
          OnnxTensor input =
              OnnxTensor.createTensor(
                  environment, image.asFloatBuffer(), new long[] {1, 3, PIXELS, PIXELS})) {
        long loading = kibibytes("VmHWM");
        long before = kibibytes("VmRSS");
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        for (int i = 0; i < RUNS; i++) {
          session.run(Map.of(OnnxWriter.INPUT, input)).close();
        }
        System.out.println(loading + " " + before + " " + kibibytes("VmHWM"));
      }
    }
  }

  private static long kibibytes(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
