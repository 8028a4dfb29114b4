package io.hwnas.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * A run that takes seconds: two classes of 12-pixel images, a space of a few hundred networks, a
 * handful of steps.
 *
 * @param config its configuration
 */
public record TinyRun(Path config) {
  private static final int PIXELS = 12;

  /** Writes images and configuration into a folder. */
  public static TinyRun in(Path folder) {
    try {
      Path data = folder.resolve("data");
      images(data.resolve("train"), 40, 1);
      images(data.resolve("test"), 10, 2);
      Path config = folder.resolve("tiny.yaml");
      Files.writeString(config, YAML.formatted(data));
      return new TinyRun(config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Discs and bars of random size, place and brightness. */
  private static void images(Path split, int perClass, long seed) throws IOException {
    Random random = new Random(seed);
    for (String label : new String[] {"bar", "disc"}) {
      Path folder = Files.createDirectories(split.resolve(label));
      for (int i = 0; i < perClass; i++) {
        BufferedImage image = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        int brightness = 120 + random.nextInt(130);
        graphics.setColor(new Color(brightness, brightness, brightness));
        int size = 4 + random.nextInt(4);
        int x = random.nextInt(PIXELS - size);
        int y = random.nextInt(PIXELS - size);
        if (label.equals("disc")) {
          graphics.fillOval(x, y, size, size);
        } else {
          graphics.fillRect(x, 0, 2, PIXELS);
        }
        graphics.dispose();
        ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      }
    }
  }

  private static final String YAML =
      """
      threads: 1
      checkpoint-seconds: 0
      data:
        source: %s
      space:
        name: tiny
        input: {channels: 1, resolution: 12}
        batch-norm: {epsilon: 0.001, momentum: 0.1}
        padding: symmetric
        stem: {kernel: 3, stride: 1, width: [8, 16], nonlinearity: relu}
        stages:
          - depth: [1, 2]
            width: [8, 16]
            stride: 2
            decisions: per-block
            kernel: [3, 5]
            expansion-ratio: [2, 4]
            squeeze-excite: [false, true]
            nonlinearity: h-swish
        head:
          convolution: [32, 64]
          hidden: [32]
          nonlinearity: h-swish
          dropout: 0.1
          classes: 2
      latency:
        auto-budget-width: 0.2
        table-protocol:
          passes: 1
          visits: 2
          profiled-runs: 2
          calibration-networks: 4
          calibration-timing: {sessions: 1, visits: 2, warm-up-runs: 1, timed-runs: 2}
        timing: {sessions: 2, visits: 2, warm-up-runs: 1, timed-runs: 2}
      training: {batch-size: 16, shift: 1}
      supernet: {length: 12 steps, calibration-images: 32}
      search: {population: 6, generations: 2, head-room: 1.5}
      netadapt: {delta-share: 0.1, channel-step: 4, fine-tune-steps: 2, finalists: 2}
      fine-tuning: {length: 12 steps}
      baseline: {network: mobilenet-v3-small@12}
      """;
}
