package io.hwnas.cli.flow;

import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.OnnxForm;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Weights;
import io.hwnas.latency.OnnxInference;
import io.hwnas.netadapt.NetAdaptStep;
import io.hwnas.netadapt.StepListener;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.TensorShape;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Leaves the network of each step as {@code step-01.yaml} and {@code step-01.onnx}, which ONNX
 * Runtime has run once.
 *
 * @param folder where, made when the first step is taken
 * @param preprocessing what must be done to an image, where that is known
 */
record StepFiles(Path folder, Optional<Preprocessing> preprocessing) implements StepListener {
  /** The folder's name within a run. */
  static final String FOLDER = "steps";

  @Override
  public void taken(NetAdaptStep step, Architecture network, Supplier<Weights> weights) {
    String name = "step-%02d".formatted(step.number());
    Path onnxFile = folder.resolve(name + ".onnx");
    if (Files.exists(onnxFile)) {
      return;
    }
    LayerGraph graph = LayerGraph.of(network);
    byte[] onnx =
        OnnxWriter.toBytes(
            graph,
            weights.get(),
            OnnxForm.DEFAULT,
            preprocessing.map(Preprocessing::toTexts).orElse(Map.of()));
    requireRuns(name, graph, onnx);
    try {
      Files.createDirectories(folder);
      AtomicFiles.writeString(folder.resolve(name + ".yaml"), Architectures.write(network));
      AtomicFiles.write(onnxFile, out -> out.write(onnx));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireRuns(String name, LayerGraph graph, byte[] onnx) {
    TensorShape input = graph.input();
    List<Integer> shape = List.of(1, input.channels(), input.height(), input.width());
    FloatTensor black =
        new FloatTensor(shape, new float[input.channels() * input.height() * input.width()]);
    FloatTensor answers = OnnxInference.run(name, onnx, black);
    if (answers.size() != graph.output().channels()) {
      throw new IllegalStateException(
          "%s gives %s answers, not %d"
              .formatted(name, answers.shape(), graph.output().channels()));
    }
  }
}
