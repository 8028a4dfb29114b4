package io.hwnas.results;

import io.hwnas.results.ReportData.PredictionCheck;
import io.hwnas.results.ReportData.TrainingCurve;
import io.hwnas.results.ReportData.TrialPoint;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The sections of a report as HTML; charts are drawn into them by the script. */
final class ReportSections {
  /** Colours of the trainings' curves, which report.js and report.css know too. */
  private static final int SHADES = 6;

  private final ReportData data;
  private final StringBuilder html = new StringBuilder();

  ReportSections(ReportData data) {
    this.data = data;
  }

  String html() {
    html.append(new ComparisonTable(data).html());
    if (any(trial -> trial.cost().isPresent())) {
      figure(
          "trials",
          "wide tall",
          "Accuracy against " + data.costAxis().name(),
          trialsLegend(),
          trialsCaption());
    }
    if (!data.trials().isEmpty()) {
      figure("progress", "half", "Search progress", progressLegend(), progressCaption());
    }
    data.search()
        .filter(view -> !view.candidates().isEmpty() && !view.decisions().isEmpty())
        .ifPresent(this::search);
    data.netAdapt().ifPresent(this::netAdapt);
    data.network()
        .ifPresent(
            network -> {
              NetworkDrawing drawing = new NetworkDrawing(network);
              section("network", "wide", "The network, block by block");
              html.append(drawingLegend()).append("<div class=\"scroll\">");
              html.append(drawing.svg()).append("</div>");
              caption(drawing.summary() + ". A kernel’s /2 is its stride.");
            });
    data.latencyTable()
        .ifPresent(
            grid ->
                figure(
                    "latency",
                    "wide",
                    "Latency table",
                    "",
                    Wording.format(
                        "%d entries: median time of each block under each choice.",
                        grid.cells().size())));
    if (!data.predictions().isEmpty()) {
      figure("predictions", "half", "Predicted against measured", "", predictionsCaption());
    }
    if (!data.trainings().isEmpty()) {
      figure("training", "wide tall", "Training", trainingLegend(), trainingCaption());
    }
    if (!data.stages().isEmpty()) {
      Duration total =
          data.stages().stream()
              .map(ReportData.StageTime::duration)
              .reduce(Duration.ZERO, Duration::plus);
      figure("stages", "half", "Wall time", "", "In all " + Wording.duration(total) + ".");
    }
    facts();
    return html.toString();
  }

  private void netAdapt(Adaptation way) {
    figure(
        "netadapt",
        "half",
        "NetAdapt: what each step cost",
        way.isOfAccuracy() && !data.found().isEmpty() ? netAdaptLegend() : "",
        netAdaptCaption(way));
    if (!way.channels().isEmpty()) {
      figure(
          "channels",
          "half",
          "NetAdapt: which layers shrank",
          channelsLegend(),
          shrunkCaption(way));
    }
  }

  private String netAdaptLegend() {
    StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
    key(legend, "trial", "after each step");
    key(legend, "found", "after the last training, timed");
    if (!data.baselines().isEmpty()) {
      key(legend, "baseline", "scaled by a width multiplier, timed");
    }
    return legend.append("</ul>").toString();
  }

  private static String channelsLegend() {
    StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
    key(legend, "left", "channels left");
    key(legend, "taken", "channels taken");
    return legend.append("</ul>").toString();
  }

  private static String shrunkCaption(Adaptation way) {
    long shrunk = way.channels().stream().filter(group -> group.after() < group.before()).count();
    int before = way.channels().stream().mapToInt(Adaptation.Channels::before).sum();
    int after = way.channels().stream().mapToInt(Adaptation.Channels::after).sum();
    return Wording.format(
        "%d of %d groups of channels that change only together shrank, from %d to %d channels in"
            + " all.",
        shrunk, way.channels().size(), before, after);
  }

  private void search(SearchView view) {
    if (!Diversity.overTime(view.candidates()).isEmpty()) {
      figure("diversity", "half", "Diversity over time", "", diversityCaption(view));
    }
    CommonChoicesTable table = new CommonChoicesTable(view);
    section("choices", "wide", "What the good networks have in common");
    html.append(table.html());
    caption(table.caption());
  }

  private static String diversityCaption(SearchView view) {
    return Wording.format(
        "Share of decisions in which two networks of a stretch of the search differ; dashed: two"
            + " networks drawn at random from the whole space, %s.",
        Wording.percent(Diversity.share(view.randomNetworks())));
  }

  private void section(String id, String size, String title) {
    html.append(
        Wording.format(
            "<section class=\"card %s\" aria-labelledby=\"%s-title\">"
                + "<h2 id=\"%s-title\">%s</h2>",
            size, id, id, Wording.escaped(title)));
  }

  private void caption(String text) {
    html.append("<p class=\"caption\">").append(Wording.escaped(text)).append("</p></section>\n");
  }

  private void figure(String id, String size, String title, String legend, String caption) {
    section(id, size, title);
    html.append(legend)
        .append(
            Wording.format(
                "<div class=\"chart\" id=\"%s\" role=\"img\" aria-label=\"%s\"></div>",
                id, Wording.escaped(title + ". " + caption)));
    caption(caption);
  }

  private String trialsLegend() {
    StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
    key(legend, "trial", "trial, early to late");
    key(legend, "front", "Pareto front");
    if (hasErrors()) {
      key(legend, "error", "one standard error");
    }
    if (data.budget().isPresent()) {
      key(legend, "over", "over the budget");
    }
    if (any(trial -> trial.accuracy().isEmpty() && trial.cost().isPresent())) {
      key(legend, "unscored", "no accuracy: out before it was known");
    }
    if (!data.found().isEmpty()) {
      key(legend, "found", "found network");
    }
    if (!data.baselines().isEmpty()) {
      key(legend, "baseline", "baseline");
    }
    return legend.append("</ul>").toString();
  }

  private boolean hasErrors() {
    return new SearchProgress(data)
        .front().stream().anyMatch(trial -> trial.accuracyError() > 0 || trial.costError() > 0);
  }

  private String progressLegend() {
    SearchProgress search = new SearchProgress(data);
    if (data.search()
        .flatMap(SearchView::random)
        .filter(random -> !RandomCurve.of(random, search).isEmpty())
        .isEmpty()) {
      return "";
    }
    StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
    key(legend, "front", "the search");
    key(legend, "random", "random search");
    return legend.append("</ul>").toString();
  }

  private String trainingLegend() {
    StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
    for (int i = 0; i < data.trainings().size(); i++) {
      key(legend, "training-" + i % SHADES, Wording.escaped(data.trainings().get(i).name()));
    }
    return legend.append("</ul>").toString();
  }

  private String trainingCaption() {
    return data.trainings().stream()
            .map(ReportSections::ofTraining)
            .collect(Collectors.joining("; "))
        + ". Loss, images a second and memory are of each stretch that was logged: an epoch, of a"
        + " supernet from checkpoint to checkpoint. Of each step its images count once.";
  }

  private static String ofTraining(TrainingCurve training) {
    TrainingCurve.Point last = training.points().get(training.points().size() - 1);
    return Wording.format("%s: %d steps, loss %.3f", training.name(), last.step(), last.loss())
        + (last.accuracy().isPresent()
            ? ", validation accuracy " + Wording.percent(last.accuracy().getAsDouble())
            : "");
  }

  private static String drawingLegend() {
    StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
    key(legend, "hswish", "depthwise stage, h-swish");
    key(legend, "relu", "depthwise stage, ReLU");
    key(legend, "squeeze", "squeeze-excite; classes in the head");
    key(legend, "ramp", "1×1 convolutions");
    key(legend, "residual", "residual");
    return legend.append("</ul>").toString();
  }

  private static void key(StringBuilder legend, String kind, String text) {
    legend.append(
        Wording.format("<li><i class=\"key %s\" aria-hidden=\"true\"></i>%s</li>", kind, text));
  }

  private String trialsCaption() {
    long scored = count(trial -> trial.accuracy().isPresent());
    StringBuilder caption = new StringBuilder();
    caption.append(Wording.format("%d trials: %d scored", data.trials().size(), scored));
    for (String outcome : List.of("INFEASIBLE", "FAILED", "QUEUED", "RUNNING")) {
      long number = count(trial -> trial.outcome().equals(outcome));
      if (number > 0) {
        caption.append(Wording.format(", %d %s", number, outcome.toLowerCase(Locale.ROOT)));
      }
    }
    caption.append(Wording.format("; %d on the front", new SearchProgress(data).front().size()));
    data.budget().ifPresent(most -> caption.append("; budget ").append(data.costAxis().text(most)));
    int drawn = ReportJson.drawn(data).size();
    if (drawn < data.trials().size()) {
      caption.append(
          Wording.format(
              ". %d of the trials are drawn: all of the front, the others evenly over the search",
              drawn));
    }
    data.search().ifPresent(view -> caption.append("; ").append(view.accuracySource()));
    return caption.append('.').toString();
  }

  private String progressCaption() {
    List<SearchProgress.Point> points = new SearchProgress(data).points();
    if (points.isEmpty() || points.get(points.size() - 1).bestAccuracy().isEmpty()) {
      return "No trial within the budget was scored.";
    }
    SearchProgress.Point last = points.get(points.size() - 1);
    double best = last.bestAccuracy().orElseThrow();
    int since =
        points.stream()
            .filter(point -> point.bestAccuracy().orElse(-1) >= best)
            .mapToInt(SearchProgress.Point::evaluation)
            .findFirst()
            .orElseThrow();
    return Wording.format(
            "Best accuracy within the budget %s, found at evaluation %d of %d.",
            Wording.percent(best), since, last.evaluation())
        + data.search().flatMap(SearchView::random).map(this::randomCaption).orElse("");
  }

  private String randomCaption(SearchView.RandomSearch random) {
    List<RandomCurve.Point> points = RandomCurve.of(random, new SearchProgress(data));
    if (points.isEmpty()) {
      return random instanceof SearchView.RandomSearch.Run
          ? " Random search with as much, run for comparison, found no such network, so it has no"
              + " curve."
          : "";
    }
    RandomCurve.Point last = points.get(points.size() - 1);
    return random instanceof SearchView.RandomSearch.Run
        ? Wording.format(
            " Dashed: random search with as much, run for comparison: %s after %d evaluations.",
            Wording.percent(last.bestAccuracy()), last.evaluation())
        : Wording.format(
            " Dashed: what so many of the search's own first %d networks, nearly all drawn at"
                + " random, reach on average; random search was not run further.",
            last.evaluation());
  }

  private static String netAdaptCaption(Adaptation way) {
    long recalibrated =
        way.steps().stream()
            .filter(step -> step.check().filter(Adaptation.Check::recalibrated).isPresent())
            .count();
    return Wording.format(
        "From %s ms to %s ms in %d steps, %s %s.%s",
        Wording.millis(way.first().predictedMillis()),
        Wording.millis(way.last().predictedMillis()),
        way.steps().size() - 1,
        way.score(),
        Wording.points(way.last().score() - way.first().score()),
        recalibrated == 0
            ? ""
            : Wording.format(
                " After %d of them predictions were calibrated anew, for they were farther from the"
                    + " measured latency than they may be.",
                recalibrated));
  }

  private String predictionsCaption() {
    double[] errors =
        data.predictions().stream().mapToDouble(ReportSections::relativeError).sorted().toArray();
    return Wording.format(
        "%d networks: median error %s, largest %s. The band is ±5 %%.",
        errors.length,
        Wording.percent(errors[errors.length / 2]),
        Wording.percent(errors[errors.length - 1]));
  }

  private static double relativeError(PredictionCheck check) {
    return Math.abs(check.predictedMillis() - check.measuredMillis()) / check.measuredMillis();
  }

  private void facts() {
    if (data.facts().isEmpty()) {
      return;
    }
    section("facts", "wide", "The run");
    html.append("<dl>");
    for (ReportData.Fact fact : data.facts()) {
      html.append(
          Wording.format(
              "<div><dt>%s</dt><dd>%s</dd></div>",
              Wording.escaped(fact.label()), Wording.escaped(fact.value())));
    }
    html.append("</dl></section>\n");
  }

  private boolean any(Predicate<TrialPoint> condition) {
    return data.trials().stream().anyMatch(condition);
  }

  private long count(Predicate<TrialPoint> condition) {
    return data.trials().stream().filter(condition).count();
  }
}
