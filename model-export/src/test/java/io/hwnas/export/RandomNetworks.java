package io.hwnas.export;

import io.hwnas.space.Architecture;
import io.hwnas.space.BatchNorm;
import io.hwnas.space.Block;
import io.hwnas.space.ClassificationHead;
import io.hwnas.space.DepthwiseSeparable;
import io.hwnas.space.Gate;
import io.hwnas.space.ImageInput;
import io.hwnas.space.InvertedResidual;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.Padding;
import io.hwnas.space.SqueezeExcite;
import io.hwnas.space.Stage;
import io.hwnas.space.Stem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Small architectures drawn at random from all that a block can be. */
final class RandomNetworks {
  private final RandomGenerator generator;

  RandomNetworks(RandomGenerator generator) {
    this.generator = generator;
  }

  Architecture draw(String name) {
    int channels = 1 + generator.nextInt(9);
    Stem stem = new Stem(odd(), 1 + generator.nextInt(2), channels, pick(Nonlinearity.values()));
    List<Stage> stages = new ArrayList<>();
    for (int stage = 0; stage < 2; stage++) {
      List<Block> blocks = new ArrayList<>();
      for (int block = 0; block < 2; block++) {
        Block drawn = generator.nextInt(4) == 0 ? separable() : inverted(channels);
        channels = drawn.outputChannels();
        blocks.add(drawn);
      }
      stages.add(new Stage(blocks));
    }
    return new Architecture(
        name,
        new ImageInput(1 + generator.nextInt(3), 9 + generator.nextInt(8)),
        stem,
        stages,
        head(),
        generator.nextBoolean() ? BatchNorm.MOBILENET_V3 : BatchNorm.TORCH_DEFAULT,
        pick(Padding.values()));
  }

  private ClassificationHead head() {
    return new ClassificationHead(
        some(1 + generator.nextInt(12)),
        some(1 + generator.nextInt(12)),
        generator.nextBoolean(),
        pick(Nonlinearity.values()),
        generator.nextBoolean() ? 0.2 : 0,
        2 + generator.nextInt(9));
  }

  private DepthwiseSeparable separable() {
    return new DepthwiseSeparable(
        odd(), 1 + generator.nextInt(2), 1 + generator.nextInt(9), pick(Nonlinearity.values()));
  }

  private InvertedResidual inverted(int channelsIn) {
    boolean residual = generator.nextBoolean();
    Optional<SqueezeExcite> squeezeExcite =
        generator.nextBoolean()
            ? Optional.of(new SqueezeExcite(1 + generator.nextInt(5), pick(Gate.values())))
            : Optional.empty();
    return new InvertedResidual(
        odd(),
        residual ? 1 : 1 + generator.nextInt(2),
        some(1 + generator.nextInt(20)),
        residual ? channelsIn : 1 + generator.nextInt(9),
        squeezeExcite,
        pick(Nonlinearity.values()),
        residual);
  }

  private int odd() {
    return 1 + 2 * generator.nextInt(4);
  }

  private OptionalInt some(int value) {
    return generator.nextBoolean() ? OptionalInt.of(value) : OptionalInt.empty();
  }

  private <T> T pick(T[] values) {
    return values[generator.nextInt(values.length)];
  }
}
