package io.hwnas.cli.flow;

import io.hwnas.export.OnnxForm;
import io.hwnas.export.OnnxWriter;
import io.hwnas.export.Safetensors;
import io.hwnas.space.Architectures;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Leaves a trained network in a folder: architecture, weights and ONNX model. */
final class NetworkFolder {
  private NetworkFolder() {}

  /** Writes the files; each appears whole, the architecture last. */
  static void write(Path folder, Candidate network) {
    try {
      Files.createDirectories(folder);
      Safetensors.write(
          folder.resolve("weights.safetensors"),
          network.weights(),
          Map.of("network", network.architecture().name(), "format", "pt"));
      OnnxWriter.write(
          folder.resolve("model.onnx"), network.graph(), network.weights(), OnnxForm.DEFAULT);
      AtomicFiles.writeString(
          folder.resolve("arch.yaml"), Architectures.write(network.architecture()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
