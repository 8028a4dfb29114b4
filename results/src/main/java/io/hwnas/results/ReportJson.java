package io.hwnas.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.results.ReportData.LatencyGrid;
import io.hwnas.results.ReportData.TrialPoint;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/** The plotted numbers of a report as JSON that is safe inside a script element. */
final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReportData data;

  ReportJson(ReportData data) {
    this.data = data;
  }

  String text() {
    ObjectNode root = JSON.createObjectNode();
    data.budgetMillis().ifPresent(millis -> root.put("budgetMillis", millis));
    root.set("trials", trials());
    root.set("front", front());
    root.set("found", points(data.found().stream().toList()));
    root.set("baselines", points(data.baselines()));
    root.set("progress", progress());
    root.set("netAdapt", netAdapt());
    data.latencyTable().ifPresent(grid -> root.set("latencyTable", latencyTable(grid)));
    root.set("stages", stages());
    root.set("predictions", predictions());
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
    for (TrialPoint trial : data.trials()) {
      ObjectNode node = trials.addObject();
      node.put("id", trial.id()).put("name", trial.name()).put("stage", trial.stage());
      node.put("outcome", trial.outcome());
      put(node, "accuracy", trial.accuracy());
      put(node, "latencyMillis", trial.latencyMillis());
    }
    return trials;
  }

  private ArrayNode front() {
    ArrayNode front = JSON.createArrayNode();
    for (TrialPoint trial : new SearchProgress(data).front()) {
      front
          .addObject()
          .put("id", trial.id())
          .put("name", trial.name())
          .put("accuracy", trial.accuracy().orElseThrow())
          .put("latencyMillis", trial.latencyMillis().orElseThrow());
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
          .put("latencyMillis", point.latencyMillis());
    }
    return array;
  }

  private ArrayNode progress() {
    ArrayNode progress = JSON.createArrayNode();
    for (SearchProgress.Point point : new SearchProgress(data).points()) {
      ObjectNode node = progress.addObject().put("evaluation", point.evaluation());
      put(node, "bestAccuracy", point.bestAccuracy());
      node.put("hypervolumeShare", point.hypervolumeShare());
    }
    return progress;
  }

  private ArrayNode netAdapt() {
    ArrayNode steps = JSON.createArrayNode();
    for (ReportData.AdaptStep step : data.netAdapt()) {
      steps
          .addObject()
          .put("step", step.step())
          .put("change", step.change())
          .put("accuracy", step.accuracy())
          .put("latencyMillis", step.latencyMillis());
    }
    return steps;
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

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }

  private static void put(ObjectNode node, String key, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(key, value.getAsDouble());
    }
  }
}
