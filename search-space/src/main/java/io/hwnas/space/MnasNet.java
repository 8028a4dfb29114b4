package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MnasNet (Tan et al., arXiv:1807.11626, figure 7), from the block strings of its released code
 * ({@code mingxingtan/mnasnet}, {@code mnasnet_models.py}), where {@code r} counts the blocks,
 * {@code s} is the first one's stride along height and width, {@code e} the expansion ratio, and
 * {@code i} and {@code o} are the channels.
 *
 * <p>A squeeze-excite squeezes to a quarter of the block's input channels, unrounded, under a plain
 * sigmoid.
 */
final class MnasNet {
  private static final Pattern BLOCKS =
      Pattern.compile(
          "r(?<count>[0-9])_k(?<kernel>[0-9])_s(?<stride>[0-9])[0-9]_e(?<ratio>[0-9])"
              + "_i(?<in>[0-9]+)_o(?<out>[0-9]+)(?<se>_se0\\.25)?(?<noskip>_noskip)?");

  private static final List<String> A1 =
      List.of(
          "r1_k3_s11_e1_i32_o16_noskip",
          "r2_k3_s22_e6_i16_o24",
          "r3_k5_s22_e3_i24_o40_se0.25",
          "r4_k3_s22_e6_i40_o80",
          "r2_k3_s11_e6_i80_o112_se0.25",
          "r3_k5_s22_e6_i112_o160_se0.25",
          "r1_k3_s11_e6_i160_o320");

  private static final List<String> B1 =
      List.of(
          "r1_k3_s11_e1_i32_o16_noskip",
          "r3_k3_s22_e3_i16_o24",
          "r3_k5_s22_e3_i24_o40",
          "r3_k5_s22_e6_i40_o80",
          "r2_k3_s11_e6_i80_o96",
          "r4_k5_s22_e6_i96_o192",
          "r1_k3_s11_e6_i192_o320_noskip");

  private static final List<String> SMALL =
      List.of(
          "r1_k3_s11_e1_i16_o8",
          "r1_k3_s22_e3_i8_o16",
          "r2_k3_s22_e6_i16_o16",
          "r4_k5_s22_e6_i16_o32_se0.25",
          "r3_k3_s11_e6_i32_o32_se0.25",
          "r3_k5_s22_e6_i32_o88_se0.25",
          "r1_k3_s11_e6_i88_o144");

  private MnasNet() {}

  static Architecture a1() {
    return build("mnasnet-a1", 32, A1, 0.2);
  }

  static Architecture b1() {
    return build("mnasnet-b1", 32, B1, 0.2);
  }

  static Architecture small() {
    return build("mnasnet-small", 8, SMALL, 0);
  }

  private static Architecture build(String name, int stem, List<String> strings, double dropout) {
    List<Stage> stages = new ArrayList<>();
    for (String string : strings) {
      Matcher matcher = BLOCKS.matcher(string);
      if (!matcher.matches()) {
        throw new IllegalStateException("no block string: " + string);
      }
      stages.add(stage(matcher));
    }
    return new Architecture(
        name,
        ImageInput.PUBLISHED,
        new Stem(3, 2, stem, Nonlinearity.RELU),
        stages,
        new ClassificationHead(
            OptionalInt.of(1280), OptionalInt.empty(), Nonlinearity.RELU, dropout, 1000),
        BatchNorm.MOBILENET_V3,
        Padding.SYMMETRIC,
        WidthRule.MNASNET);
  }

  private static Stage stage(Matcher string) {
    int in = number(string, "in");
    int out = number(string, "out");
    int ratio = number(string, "ratio");
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < number(string, "count"); i++) {
      int stride = i == 0 ? number(string, "stride") : 1;
      OptionalInt expansion = ratio == 1 ? OptionalInt.empty() : OptionalInt.of(in * ratio);
      Optional<SqueezeExcite> squeezeExcite =
          string.group("se") == null
              ? Optional.empty()
              : Optional.of(
                  SqueezeExcite.of(SqueezeRule.INPUT, Gate.SIGMOID, in, expansion.orElse(in)));
      blocks.add(
          new InvertedResidual(
              number(string, "kernel"),
              stride,
              expansion,
              out,
              squeezeExcite,
              Nonlinearity.RELU,
              stride == 1 && in == out && string.group("noskip") == null));
      in = out;
    }
    return new Stage(blocks);
  }

  private static int number(Matcher string, String group) {
    return Integer.parseInt(string.group(group));
  }
}
