package io.hwnas.cli.output;

import io.hwnas.latency.ChannelStaircase;
import io.hwnas.latency.ChannelStaircase.Point;
import io.hwnas.latency.ChannelStaircase.Step;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws staircases of latency over channels, one below the other, as an SVG image. */
public final class StaircaseSvg {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 320;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int TICKS = 5;

  private final ChannelStaircase staircase;
  private final double mostMillis;
  private final int least;

  private StaircaseSvg(ChannelStaircase staircase) {
    this.staircase = staircase;
    this.least = staircase.points().get(0).channels();
    this.mostMillis =
        staircase.points().stream()
            .mapToDouble(point -> point.latency().millis() + point.latency().uncertaintyMillis())
            .max()
            .orElseThrow();
  }

  /**
   * Draws staircases.
   *
   * @param title what they are of
   * @param staircases the staircases
   * @return the text of an SVG file
   */
  public static String of(String title, List<ChannelStaircase> staircases) {
    StringBuilder svg = new StringBuilder();
    int height = HEIGHT * staircases.size();
    svg.append(
        text(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n<title>%s</title>%n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
            WIDTH, height, escaped(title), WIDTH, height));
    for (int i = 0; i < staircases.size(); i++) {
      svg.append(text("<g transform=\"translate(0 %d)\">%n", i * HEIGHT))
          .append(new StaircaseSvg(staircases.get(i)).panel(title))
          .append("</g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private String panel(String title) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        text(
            "<text x=\"%d\" y=\"22\" font-size=\"14\">%s: latency over the channels of %s</text>%n",
            LEFT, escaped(title), escaped(staircase.group().id())));
    svg.append(axes());
    svg.append(text("<path d=\"%s\" fill=\"#9bc\" fill-opacity=\"0.5\"/>%n", band()));
    svg.append(text("<path d=\"%s\" fill=\"none\" stroke=\"#136\"/>%n", line()));
    for (Step step : staircase.steps()) {
      Point widest = step.widest();
      svg.append(
          text(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#c30\"><title>%d channels: %.4f ms</title></circle>%n",
              x(widest.channels()),
              y(widest.latency().millis()),
              widest.channels(),
              widest.latency().millis()));
    }
    return svg.toString();
  }

  private String axes() {
    StringBuilder svg = new StringBuilder();
    for (int tick = 0; tick <= TICKS; tick++) {
      double share = tick / (double) TICKS;
      double millis = share * mostMillis;
      int channels = (int) Math.round(least + share * (staircase.group().channels() - least));
      svg.append(
          text(
              "<path d=\"M%d %.1f H%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3f</text>%n",
              LEFT, y(millis), WIDTH - RIGHT, LEFT - 6, y(millis) + 4, millis));
      svg.append(
          text(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
              x(channels), HEIGHT - BOTTOM + 18, channels));
    }
    svg.append(
        text(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">channels (dots: the widest of each step; band: one standard deviation)</text>%n",
            (LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 38));
    svg.append(
        text(
            "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">ms</text>%n",
            HEIGHT / 2));
    return svg.toString();
  }

  private String line() {
    return path(staircase.points(), 0);
  }

  private String band() {
    List<Point> back =
        staircase.points().stream()
            .sorted((one, other) -> Integer.compare(other.channels(), one.channels()))
            .toList();
    return path(staircase.points(), 1) + path(back, -1).replace('M', 'L') + "Z";
  }

  private String path(List<Point> points, int deviations) {
    return points.stream()
        .map(
            point ->
                text(
                    "%.1f %.1f",
                    x(point.channels()),
                    y(
                        Math.max(
                            0,
                            point.latency().millis()
                                + deviations * point.latency().uncertaintyMillis()))))
        .collect(Collectors.joining(" L", "M", ""));
  }

  private double x(int channels) {
    int range = Math.max(1, staircase.group().channels() - least);
    return LEFT + (channels - least) * (double) (WIDTH - LEFT - RIGHT) / range;
  }

  private double y(double millis) {
    return HEIGHT - BOTTOM - millis / mostMillis * (HEIGHT - TOP - BOTTOM);
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
