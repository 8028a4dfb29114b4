package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Small architectures of every shape, and a space that leaves everything open. */
final class RandomArchitectures {
  static final String SPACE =
      """
      name: everything
      input: {channels: 3, resolution: [20, 24]}
      batch-norm: {epsilon: 0.001, momentum: 0.01}
      padding: same
      stem: {kernel: 3, stride: 2, width: [4, 12], nonlinearity: relu}
      stages:
        - depth: [1, 2]
          width: [8, 12]
          stride: 1
          kernel: [3, 5]
          expansion-ratio: none
          squeeze-excite: [true, false]
          nonlinearity: [relu, h-swish]
        - depth: [1, 2, 3]
          width: [12, 16, 20]
          stride: 2
          decisions: per-block
          kernel: [3, 5, 7]
          expansion-ratio: [1, 1.25, 2, 6]
          squeeze-excite: [false, true]
          nonlinearity: [relu6, h-swish]
        - depth: [2, 3]
          width: [16, 24]
          stride: 1
          kernel: [1, 3]
          expansion-ratio: [2, 2.1, 4]
          squeeze-excite: true
          gate: sigmoid
          nonlinearity: h-swish
      head: {convolution: [32, 64], hidden: [16, 32], nonlinearity: h-swish, dropout: 0.1, classes: 5}
      """;

  private RandomArchitectures() {}

  static Arbitrary<Architecture> all() {
    return Arbitraries.longs().map(seed -> draw(Seeds.of(seed, "architecture")));
  }

  private static Architecture draw(RandomGenerator random) {
    int channels = 1 + random.nextInt(20);
    Stem stem =
        new Stem(odd(random), 1 + random.nextInt(2), channels, of(Nonlinearity.values(), random));
    List<Stage> stages = new ArrayList<>();
    for (int stage = 1 + random.nextInt(3); stage > 0; stage--) {
      List<Block> blocks = new ArrayList<>();
      for (int block = 1 + random.nextInt(3); block > 0; block--) {
        blocks.add(block(channels, random));
        channels = blocks.get(blocks.size() - 1).outputChannels();
      }
      stages.add(new Stage(blocks));
    }
    return new Architecture(
        "random " + random.nextInt(),
        new ImageInput(1 + random.nextInt(3), 9 + random.nextInt(20)),
        stem,
        stages,
        new ClassificationHead(
            maybe(40, random),
            maybe(40, random),
            random.nextBoolean(),
            of(Nonlinearity.values(), random),
            random.nextBoolean() ? 0 : random.nextDouble(0.9),
            2 + random.nextInt(9)),
        new BatchNorm(random.nextDouble(1e-9, 1e-2), random.nextDouble()),
        of(Padding.values(), random),
        of(WidthRule.values(), random));
  }

  private static Block block(int channels, RandomGenerator random) {
    int out = random.nextBoolean() ? channels : 1 + random.nextInt(24);
    int stride = 1 + random.nextInt(2);
    Nonlinearity nonlinearity = of(Nonlinearity.values(), random);
    if (random.nextInt(5) == 0) {
      return new DepthwiseSeparable(odd(random), stride, out, nonlinearity);
    }
    if (random.nextInt(8) == 0) {
      return new PlainConvolution(
          odd(random),
          stride,
          out,
          random.nextBoolean() ? Optional.empty() : Optional.of(nonlinearity));
    }
    OptionalInt squeeze = maybe(12, random);
    return new InvertedResidual(
        odd(random),
        stride,
        maybe(48, random),
        out,
        squeeze.isPresent()
            ? Optional.of(
                new SqueezeExcite(
                    squeeze.getAsInt(),
                    of(Gate.values(), random),
                    of(SqueezeRule.values(), random)))
            : Optional.empty(),
        nonlinearity,
        stride == 1 && out == channels && random.nextInt(4) > 0);
  }

  private static int odd(RandomGenerator random) {
    return 1 + 2 * random.nextInt(4);
  }

  private static OptionalInt maybe(int bound, RandomGenerator random) {
    return random.nextInt(3) == 0 ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(bound));
  }

  private static <T> T of(T[] values, RandomGenerator random) {
    return values[random.nextInt(values.length)];
  }
}
