package io.hwnas.cli.flow;

import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.export.OnnxForm;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Safetensors;
import io.hwnas.export.Weights;
import io.hwnas.results.Bundle;
import io.hwnas.results.Provenance;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.LayerGraph;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * A run's network, left in {@code best/} with its ONNX model.
 *
 * @param directory the run
 * @param architecture the network
 * @param weights its weights
 * @param images what libtorch and ONNX Runtime are both asked about
 * @param preprocessing what must be done to an image, where that is known
 * @param torch how libtorch is run
 */
record NetworkBundle(
    RunDirectory directory,
    Architecture architecture,
    Weights weights,
    Parity.Images images,
    Optional<Preprocessing> preprocessing,
    TorchOptions torch) {
  /**
   * Writes it.
   *
   * @param provenance says where it comes from, given how far the two runtimes are apart
   * @return how far they are apart
   */
  double write(DoubleFunction<Provenance> provenance) {
    LayerGraph graph = LayerGraph.of(architecture);
    byte[] onnx =
        OnnxWriter.toBytes(
            graph,
            weights,
            OnnxForm.DEFAULT,
            preprocessing.map(Preprocessing::toTexts).orElse(Map.of()));
    double parityError = Parity.error(graph, weights, onnx, images, torch);
    Bundle.write(
        directory.bestFolder(),
        Architectures.write(architecture),
        file -> Safetensors.write(file, weights, Map.of("network", graph.name(), "format", "pt")),
        file -> Files.write(file, onnx),
        provenance.apply(parityError));
    return parityError;
  }
}
