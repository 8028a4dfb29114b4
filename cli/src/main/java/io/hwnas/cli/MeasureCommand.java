package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hwnas.cli.arch.ArchitectureOptions;
import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.cli.progress.Console;
import io.hwnas.cli.progress.StageProgress;
import io.hwnas.export.OnnxWriter;
import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.io.InputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Times whole networks on this machine. */
@Command(
    name = "measure",
    description = {
      "Measure the latency of whole networks on this machine.",
      "Several networks are timed in turn, so that they can be compared."
    })
final class MeasureCommand implements Callable<Integer> {
  private static final String ONNX = ".onnx";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ARCH|ONNX",
      arity = "1..*",
      description = "Networks as hwnas --help names them, or ONNX files.")
  private List<String> names;

  @Mixin private ArchitectureOptions options;

  @Mixin private TimingOptions timing;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    if (Set.copyOf(names).size() < names.size()) {
      throw new InvalidInputException("the same network is given twice");
    }
    List<TimedNetwork> networks = networks();
    Console console = Console.ofProcess(spec.commandLine().getErr());
    List<LatencyMeasurement> measured;
    try (StageProgress progress = console.stage("measuring")) {
      measured =
          new NetworkTimer(new OnnxRuntime(timing.runtime()), MeasurementLog.inMemory(), progress)
              .measure(networks, timing.protocol());
    }
    print(measured);
    return ExitCodes.DONE;
  }

  /** Finds the networks, by their own names where these differ, else as they are given. */
  private List<TimedNetwork> networks() throws IOException {
    Map<String, Architecture> architectures = new LinkedHashMap<>();
    for (String name : names) {
      if (!name.endsWith(ONNX)) {
        architectures.put(name, ArchitectureSource.find(name, options));
      }
    }
    Map<String, Architecture> distinct = ArchitectureSource.distinctlyNamed(architectures);
    List<TimedNetwork> networks = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith(ONNX)) {
        networks.add(onnx(name));
      } else {
        LayerGraph graph = LayerGraph.of(distinct.get(name));
        OnnxWriter.requireFits(graph);
        networks.add(new GraphNetwork(graph.name(), graph));
      }
    }
    return networks;
  }

  private TimedNetwork onnx(String name) throws IOException {
    options.requireNone(name + " is an ONNX file, which has the form that it has");
    Path file = Path.of(name);
    InputFiles.requireRegular(file, "an ONNX file");
    try {
      return TimedNetwork.ofOnnx(name, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(name + ": no such file", e);
    }
  }

  private void print(List<LatencyMeasurement> measured) {
    TextTable table = new TextTable("network", "median", "quartiles", "runs", "spread of sessions");
    ArrayNode array = Json.array();
    for (LatencyMeasurement one : measured) {
      table.row(
          one.name(),
          Units.millis(one.medianMillis()),
          "%s – %s"
              .formatted(
                  Units.millis(one.lowerQuartileMillis()), Units.millis(one.upperQuartileMillis())),
          Units.count(one.runs()),
          Units.percent(one.sessionSpread()));
      array
          .addObject()
          .put("network", one.name())
          .put("latencyMillis", one.medianMillis())
          .put("lowerQuartileMillis", one.lowerQuartileMillis())
          .put("upperQuartileMillis", one.upperQuartileMillis())
          .put("runs", one.runs())
          .put("sessionSpread", one.sessionSpread())
          .put("threads", timing.runtime().threads())
          .put("batch", timing.runtime().batch());
    }
    json.print(spec.commandLine().getOut(), array, table.render());
  }
}
