package io.hwnas.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.results.ReportData.LatencyGrid;
import io.hwnas.results.ReportData.TrainingCurve;
import io.hwnas.results.ReportData.TrialPoint;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** The plotted numbers of a report as JSON that is safe inside a script element. */
final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More than this a chart cannot show, and a browser takes long to draw. */
  private static final int MOST_TRIALS = 3000;

  private static final int MOST_STEPS = 2000;

  private final ReportData data;
  private final SearchProgress search;

  ReportJson(ReportData data) {
    this.data = data;
    this.search = new SearchProgress(data);
  }

  /** Returns the trials that the chart draws: all of the front, of many others only some. */
  static List<TrialPoint> drawn(ReportData data) {
    Set<Long> front = new HashSet<>();
    new SearchProgress(data).front().forEach(trial -> front.add(trial.id()));
    return Thinning.of(data.trials(), MOST_TRIALS, trial -> front.contains(trial.id()));
  }

  String text() {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("costAxis")
        .put("label", data.costAxis().label())
        .put("unit", data.costAxis().unit());
    data.budget().ifPresent(most -> root.put("budget", most));
    root.set("trials", trials());
    root.set("front", front());
    root.set("found", points(data.found()));
    root.set("baselines", points(data.baselines()));
    root.set("progress", progress());
    root.put("accuracyLabel", data.search().map(SearchView::accuracySource).orElse("accuracy"));
    root.put("hasVolume", search.hasVolume());
    data.search()
        .ifPresent(
            view -> {
              view.random().ifPresent(random -> root.set("random", random(random)));
              root.set("diversity", diversity(view));
              root.put("randomDiversity", Diversity.share(view.randomNetworks()));
            });
    data.netAdapt().ifPresent(way -> root.set("netAdapt", netAdapt(way)));
    data.latencyTable().ifPresent(grid -> root.set("latencyTable", latencyTable(grid)));
    root.set("stages", stages());
    root.set("predictions", predictions());
    root.set("trainings", trainings());
    try {
      return JSON.writeValueAsString(root)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ArrayNode trials() {
    ArrayNode trials = JSON.createArrayNode();
    for (TrialPoint trial : drawn(data)) {
      ObjectNode node = trials.addObject();
      node.put("id", trial.id()).put("name", trial.name()).put("stage", trial.stage());
      node.put("outcome", trial.outcome());
      put(node, "accuracy", trial.accuracy());
      put(node, "cost", trial.cost());
    }
    return trials;
  }

  private ArrayNode front() {
    ArrayNode front = JSON.createArrayNode();
    for (TrialPoint trial : search.front()) {
      if (trial.cost().isPresent()) {
        front
            .addObject()
            .put("id", trial.id())
            .put("name", trial.name())
            .put("accuracy", trial.accuracy().orElseThrow())
            .put("accuracyError", trial.accuracyError())
            .put("cost", trial.cost().getAsDouble())
            .put("costError", trial.costError());
      }
    }
    return front;
  }

  private static ArrayNode points(Collection<ReportData.NamedPoint> points) {
    ArrayNode array = JSON.createArrayNode();
    for (ReportData.NamedPoint point : points) {
      array
          .addObject()
          .put("name", point.name())
          .put("accuracy", point.accuracy())
          .put("cost", point.cost());
    }
    return array;
  }

  private ArrayNode progress() {
    ArrayNode progress = JSON.createArrayNode();
    List<SearchProgress.Point> all = search.points();
    for (SearchProgress.Point point :
        Thinning.of(all, MOST_STEPS, point -> isStep(all, point.evaluation() - 1))) {
      ObjectNode node = progress.addObject().put("evaluation", point.evaluation());
      put(node, "bestAccuracy", point.bestAccuracy());
      node.put("hypervolumeShare", point.hypervolumeShare());
    }
    return progress;
  }

  /** Tells whether best accuracy or hypervolume grew at an index. */
  private static boolean isStep(List<SearchProgress.Point> all, int index) {
    return index == 0
        || all.get(index).hypervolumeShare() > all.get(index - 1).hypervolumeShare()
        || !all.get(index).bestAccuracy().equals(all.get(index - 1).bestAccuracy());
  }

  private ArrayNode random(SearchView.RandomSearch random) {
    ArrayNode points = JSON.createArrayNode();
    List<RandomCurve.Point> all = RandomCurve.of(random, search);
    for (RandomCurve.Point point : Thinning.of(all, MOST_STEPS, one -> false)) {
      ObjectNode node = points.addObject().put("evaluation", point.evaluation());
      node.put("bestAccuracy", point.bestAccuracy());
      put(node, "hypervolumeShare", point.hypervolumeShare());
    }
    return points;
  }

  private static ArrayNode diversity(SearchView view) {
    ArrayNode points = JSON.createArrayNode();
    for (Diversity.Point point : Diversity.overTime(view.candidates())) {
      points
          .addObject()
          .put("from", point.from())
          .put("to", point.to())
          .put("share", point.share());
    }
    return points;
  }

  private static ObjectNode netAdapt(Adaptation way) {
    ObjectNode node = JSON.createObjectNode().put("score", way.score());
    node.put("comparable", way.isOfAccuracy());
    ArrayNode steps = node.putArray("steps");
    for (Adaptation.Step step : way.steps()) {
      ObjectNode one = steps.addObject();
      one.put("step", step.step()).put("change", step.change());
      one.put("score", step.score()).put("latencyMillis", step.predictedMillis());
      step.check().ifPresent(check -> one.put("measuredMillis", check.measuredMillis()));
    }
    ArrayNode channels = node.putArray("channels");
    for (Adaptation.Channels group : way.channels()) {
      channels
          .addObject()
          .put("group", group.group())
          .put("before", group.before())
          .put("after", group.after());
    }
    return node;
  }

  private static ObjectNode latencyTable(LatencyGrid grid) {
    ObjectNode table = JSON.createObjectNode();
    strings(table.putArray("blocks"), grid.blocks());
    strings(table.putArray("choices"), grid.choices());
    ArrayNode cells = table.putArray("cells");
    for (LatencyGrid.Cell cell : grid.cells()) {
      cells
          .addObject()
          .put("block", cell.block())
          .put("choice", cell.choice())
          .put("medianMillis", cell.medianMillis())
          .put("spreadMillis", cell.spreadMillis())
          .put("count", cell.count());
    }
    return table;
  }

  private ArrayNode stages() {
    ArrayNode stages = JSON.createArrayNode();
    for (ReportData.StageTime stage : data.stages()) {
      stages
          .addObject()
          .put("name", stage.name())
          .put("seconds", stage.duration().toMillis() / 1e3)
          .put("label", Wording.duration(stage.duration()))
          .put("detail", stage.detail());
    }
    return stages;
  }

  private ArrayNode predictions() {
    ArrayNode predictions = JSON.createArrayNode();
    for (ReportData.PredictionCheck check : data.predictions()) {
      predictions
          .addObject()
          .put("name", check.name())
          .put("predictedMillis", check.predictedMillis())
          .put("measuredMillis", check.measuredMillis());
    }
    return predictions;
  }

  private ArrayNode trainings() {
    ArrayNode trainings = JSON.createArrayNode();
    for (TrainingCurve training : data.trainings()) {
      ArrayNode points = trainings.addObject().put("name", training.name()).putArray("points");
      for (TrainingCurve.Point point : Thinning.of(training.points(), MOST_STEPS, one -> false)) {
        ObjectNode node = points.addObject().put("step", point.step());
        node.put("epochs", point.epochs()).put("loss", point.loss());
        put(node, "accuracy", point.accuracy());
        node.put("imagesPerSecond", point.imagesPerSecond());
        node.put("residentBytes", point.residentBytes());
      }
    }
    return trainings;
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }

  private static void put(ObjectNode node, String key, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(key, value.getAsDouble());
    }
  }
}
