package io.hwnas.cli;

import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.Block;
import io.hwnas.space.ClassificationHead;
import io.hwnas.space.ImageInput;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.PlainConvolution;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.Stage;
import io.hwnas.space.Stem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A network of the largest convolutions that an {@code arch.yaml} may say. */
final class VastNetwork {
  private static final int CHANNELS = 16384;

  private VastNetwork() {}

  /** Writes one of so many convolutions and returns its file. */
  static Path in(Path folder, int convolutions) throws IOException {
    Architecture small = ReferenceNetworks.named("mobilenet-v2");
    Block block = new PlainConvolution(31, 1, CHANNELS, Optional.of(Nonlinearity.RELU));
    Architecture vast =
        new Architecture(
            "vast",
            new ImageInput(3, 4096),
            new Stem(3, 1, CHANNELS, Nonlinearity.RELU),
            List.of(new Stage(Collections.nCopies(convolutions, block))),
            new ClassificationHead(
                OptionalInt.empty(), OptionalInt.empty(), true, Nonlinearity.RELU, 0, 10),
            small.batchNorm(),
            small.padding());
    Path file = folder.resolve("vast-%d.yaml".formatted(convolutions));
    Files.writeString(file, Architectures.write(vast));
    return file;
  }
}
