package io.hwnas.results;

import io.hwnas.space.Architecture;
import io.hwnas.space.Block;
import io.hwnas.space.ClassificationHead;
import io.hwnas.space.Cost;
import io.hwnas.space.DepthwiseSeparable;
import io.hwnas.space.InvertedResidual;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.Nonlinearity;
import io.hwnas.space.PlainConvolution;
import io.hwnas.space.SqueezeExcite;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network as an SVG drawing, one row a block, its channels as widths to scale.
 *
 * <p>Each block bulges from its input over the expansion to its bottleneck, so the silhouette is
 * the network; beside it stand the block's kernel, channels, squeeze-excite, nonlinearity and
 * multiply-adds.
 */
final class NetworkDrawing {
  private static final int WIDTH = 1000;
  private static final int CENTRE = 335;
  private static final int WIDEST = 400;
  private static final int TOP = 44;
  private static final int ROW = 46;
  private static final int RAMP = 10;
  private static final int GAP = 6;
  private static final int KERNEL = 586;
  private static final int EXPANSION = 690;
  private static final int OUTPUT = 755;
  private static final int SQUEEZE = 815;
  private static final int ACTIVATION = 838;
  private static final int COST = 985;

  private final Architecture architecture;
  private final List<Cost.OfBlock> rows;
  private final double pixelsPerChannel;
  private final StringBuilder svg = new StringBuilder();

  NetworkDrawing(Architecture architecture) {
    this.architecture = architecture;
    this.rows = Cost.perBlock(LayerGraph.of(architecture));
    this.pixelsPerChannel = WIDEST / (double) widest();
  }

  String svg() {
    int height = TOP + rows.size() * ROW + 8;
    svg.append(
        Wording.format(
            "<svg class=\"network\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby="
                + "\"network-title\"><title id=\"network-title\">%s</title>",
            WIDTH, height, Wording.escaped(summary())));
    heads();
    List<Block> blocks = architecture.blocks();
    for (int i = 0; i < rows.size(); i++) {
      int y = TOP + i * ROW;
      Cost.OfBlock row = rows.get(i);
      svg.append("<g class=\"block\">");
      frame(row, y, i);
      if (i == 0) {
        stem(row.block(), y);
      } else if (i <= blocks.size()) {
        block(blocks.get(i - 1), row.block(), y);
      } else {
        head((ClassificationHead) architecture.head(), row.block(), y);
      }
      svg.append("</g>");
    }
    return svg.append("</svg>").toString();
  }

  String summary() {
    Cost cost = Cost.of(LayerGraph.of(architecture));
    return Wording.format(
        "%s: %d blocks on %d×%d pixels, %s multiply-adds, %s parameters",
        architecture.name(),
        architecture.blocks().size(),
        architecture.input().resolution(),
        architecture.input().resolution(),
        Wording.count(cost.madds()),
        Wording.count(cost.params()));
  }

  private int widest() {
    ClassificationHead head = (ClassificationHead) architecture.head();
    int widest = Math.max(architecture.stem().outputChannels(), head.classes());
    widest = Math.max(widest, head.convolutionChannels().orElse(0));
    widest = Math.max(widest, head.hiddenChannels().orElse(0));
    for (Block block : architecture.blocks()) {
      widest = Math.max(widest, Math.max(block.outputChannels(), expansion(block).orElse(0)));
    }
    return widest;
  }

  private void heads() {
    text(8, "start", "head", 24, "Block");
    text(74, "start", "head", 24, "Pixels");
    text(CENTRE, "middle", "head", 24, "Channels, to scale");
    text(KERNEL, "middle", "head", 24, "Kernel");
    text(EXPANSION, "end", "head", 24, "Expansion");
    text(OUTPUT, "end", "head", 24, "Output");
    text(SQUEEZE, "end", "head", 24, "SE");
    text(ACTIVATION, "start", "head", 24, "Nonlinearity");
    text(COST, "end", "head", 24, "MAdds");
  }

  private void frame(Cost.OfBlock row, int y, int index) {
    LoweredBlock block = row.block();
    int middle = y + ROW / 2 + 1;
    svg.append(
        Wording.format(
            "<rect class=\"stripe%d\" x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
            index % 2, y, WIDTH, ROW));
    text(8, "start", "id", middle, block.id());
    int pixels = block.input().height();
    boolean smaller = block.output().height() < pixels;
    text(
        74,
        "start",
        smaller ? "strong" : "quiet",
        middle,
        smaller ? pixels + "→" + block.output().height() : String.valueOf(pixels));
    long share = row.cost().madds();
    long most = rows.stream().mapToLong(other -> other.cost().madds()).max().orElse(1);
    double bar = 64.0 * share / Math.max(1, most);
    svg.append(
        Wording.format(
            "<rect class=\"cost\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"3\"/>",
            COST - bar, middle + 9, bar));
    text(COST, "end", "number", middle + 1, Wording.count(share));
  }

  private void stem(LoweredBlock row, int y) {
    int out = architecture.stem().outputChannels();
    Nonlinearity nonlinearity = architecture.stem().nonlinearity();
    body(y, row.input().channels(), out, out, nonlinearity);
    kernel(architecture.stem().kernel(), architecture.stem().stride(), y);
    columns(y, OptionalInt.empty(), row.input().channels(), out, nonlinearity.label());
  }

  private void block(Block block, LoweredBlock row, int y) {
    int in = row.input().channels();
    int middle = expansion(block).orElse(in);
    Optional<Nonlinearity> nonlinearity = nonlinearity(block);
    body(y, in, middle, block.outputChannels(), nonlinearity.orElse(Nonlinearity.RELU));
    squeezeExcite(block, y);
    if (block.residual()) {
      residual(Math.max(in, middle), in, y);
    }
    kernel(block.kernel(), block.stride(), y);
    String label = nonlinearity.map(Nonlinearity::label).orElse("linear");
    columns(y, expansion(block), in, block.outputChannels(), label);
  }

  private void head(ClassificationHead head, LoweredBlock row, int y) {
    int in = row.input().channels();
    int convolution = head.convolutionChannels().orElse(in);
    int hidden = head.hiddenChannels().orElse(convolution);
    body(y, in, convolution, hidden, head.nonlinearity());
    bar("squeeze", y + ROW - 5, 4, head.classes());
    text(KERNEL, "middle", "quiet", y + ROW / 2 + 1, "pool");
    columns(y, head.convolutionChannels(), in, hidden, head.nonlinearity().label());
  }

  /**
   * The silhouette: ramp up to the widest stage, the stage, ramp down, and the neck to the next.
   */
  private void body(int y, int in, int middle, int out, Nonlinearity nonlinearity) {
    double[] halves = {half(in), half(middle), half(middle), half(out), half(out)};
    int[] levels = {y, y + RAMP, y + ROW - RAMP - GAP, y + ROW - GAP, y + ROW};
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < halves.length; i++) {
      points.append(Wording.format("%.1f,%d ", CENTRE - halves[i], levels[i]));
    }
    for (int i = halves.length - 1; i >= 0; i--) {
      points.append(Wording.format("%.1f,%d ", CENTRE + halves[i], levels[i]));
    }
    svg.append(
        Wording.format("<polygon class=\"ramp\" points=\"%s\"/>", points.toString().strip()));
    String kind = nonlinearity == Nonlinearity.HSWISH ? "hswish" : "relu";
    bar(kind, y + RAMP, ROW - 2 * RAMP - GAP, middle);
  }

  private void squeezeExcite(Block block, int y) {
    if (block instanceof InvertedResidual inverted && inverted.squeezeExcite().isPresent()) {
      SqueezeExcite squeezeExcite = inverted.squeezeExcite().get();
      bar("squeeze", y + ROW - RAMP - GAP - 6, 4, squeezeExcite.squeezeChannels());
      text(
          SQUEEZE,
          "end",
          "number",
          y + ROW / 2 + 1,
          String.valueOf(squeezeExcite.squeezeChannels()));
    }
  }

  /** From the neck above the block, around its widest stage, to the neck below. */
  private void residual(int widest, int in, int y) {
    double neck = CENTRE - half(in);
    double around = CENTRE - half(widest) - 14;
    int from = y + 1;
    int to = y + ROW - GAP + 2;
    svg.append(
        Wording.format(
            "<path class=\"residual\" d=\"M%.1f %d H%.1f Q%.1f %d %.1f %d V%d Q%.1f %d %.1f %d"
                + " H%.1f\"/>",
            neck,
            from,
            around + 7,
            around,
            from,
            around,
            from + 7,
            to - 7,
            around,
            to,
            around + 7,
            to,
            neck));
  }

  /** A k×k grid of dots, and the stride where it is not 1. */
  private void kernel(int size, int stride, int y) {
    int middle = y + ROW / 2 - 3;
    double pitch = Math.min(5, 26.0 / size);
    double start = KERNEL - 20 - pitch * (size - 1) / 2;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        svg.append(
            Wording.format(
                "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\"/>",
                start + pitch * column, middle + pitch * (row - (size - 1) / 2.0)));
      }
    }
    text(
        KERNEL + 2,
        "start",
        "number",
        y + ROW / 2 + 1,
        stride == 1 ? size + "" : size + " /" + stride);
  }

  private void columns(int y, OptionalInt expansion, int in, int out, String nonlinearity) {
    int middle = y + ROW / 2 + 1;
    if (expansion.isPresent()) {
      text(
          EXPANSION,
          "end",
          "number",
          middle,
          Wording.format("%d ×%.2g", expansion.getAsInt(), expansion.getAsInt() / (double) in));
    }
    text(OUTPUT, "end", "number", middle, String.valueOf(out));
    text(ACTIVATION, "start", "quiet", middle, nonlinearity);
  }

  private void bar(String kind, int y, int height, int channels) {
    svg.append(
        Wording.format(
            "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
            kind, CENTRE - half(channels), y, 2 * half(channels), height));
  }

  private void text(double x, String anchor, String kind, int y, String content) {
    svg.append(
        Wording.format(
            "<text class=\"%s\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
            kind, x, y, anchor, Wording.escaped(content)));
  }

  private double half(int channels) {
    return channels * pixelsPerChannel / 2;
  }

  private static OptionalInt expansion(Block block) {
    return block instanceof InvertedResidual inverted ? inverted.expansion() : OptionalInt.empty();
  }

  private static Optional<Nonlinearity> nonlinearity(Block block) {
    if (block instanceof InvertedResidual inverted) {
      return Optional.of(inverted.nonlinearity());
    }
    return block instanceof PlainConvolution plain
        ? plain.nonlinearity()
        : Optional.of(((DepthwiseSeparable) block).nonlinearity());
  }
}
