package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.arch.ArchitectureOptions;
import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.BlockTrend;
import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.InterpolatingLatencyModel;
import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.space.Architecture;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SlicedGraph;
import io.hwnas.space.TensorShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Counts what a network costs. */
@Command(
    name = "cost",
    description = {
      "Count a network's multiply-adds, parameters and peak activation memory.",
      "Memory is given for the network whole, and with each inverted residual computed in slices",
      "(MobileNetV2, section 5.1).",
      "With --table also predict its latency from a measured table; with --layers then that of",
      "every block, flagging those far from the trend of latency over multiply-adds."
    })
final class CostCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCH", description = ArchitectureSource.HELP)
  private String name;

  @Mixin private ArchitectureOptions options;

  @Option(names = "--layers", description = "Show every layer.")
  private boolean layers;

  @Option(
      names = "--compare",
      paramLabel = "ARCH",
      description = {
        "Show another network beside it, at the same resolution and width; --stem and --last-stage",
        "concern the first alone."
      })
  private String other;

  @Option(
      names = "--table",
      paramLabel = "LUT",
      description = {
        "Predict the latency from this latency table (hwnas profile), or from one that",
        "Once-for-All or ProxylessNAS published, or the folder of Once-for-All's, one file a",
        "resolution."
      })
  private Path table;

  @Option(
      names = "--accept-foreign-table",
      description = "Use a table that was measured on something else.")
  private boolean acceptForeignTable;

  @Option(
      names = "--interpolate",
      description = {
        "Estimate blocks that the table holds only at smaller and larger resolutions, and say",
        "which they are."
      })
  private boolean interpolate;

  @Mixin private JsonOption json;

  private record Counted(
      String label,
      LayerGraph graph,
      Cost cost,
      long slicedPeakBytes,
      Optional<LatencyEstimate> latency,
      Optional<BlockTrend> blocks,
      List<String> interpolated,
      List<String> modelled,
      List<String> outside) {}

  @Override
  public Integer call() {
    if (interpolate && table == null) {
      throw new ParameterException(spec.commandLine(), "--interpolate needs a --table");
    }
    Optional<LatencyModel> model = Optional.ofNullable(table).map(this::model);
    List<Counted> counted = new ArrayList<>();
    counted.add(count(name, options, model));
    if (other != null) {
      counted.add(count(other, options.withoutForm(), model));
    }
    ObjectNode tree = tree(counted.get(0));
    if (other != null) {
      tree.set("compare", tree(counted.get(1)));
    }
    Optional<RuntimeOptions> measured = model.flatMap(LatencyModels::options);
    measured.ifPresent(
        of -> tree.put("latencyThreads", of.threads()).put("latencyBatch", of.batch()));
    json.print(spec.commandLine().getOut(), tree, text(counted) + measuredWith(measured));
    return ExitCodes.DONE;
  }

  /** Says what the latencies are of, where that is not one image and one thread. */
  private static String measuredWith(Optional<RuntimeOptions> measured) {
    return measured
        .filter(of -> !of.equals(RuntimeOptions.SINGLE_THREAD))
        .map(
            of ->
                "latency as the table was measured: threads %d, images of an inference %d%n"
                    .formatted(of.threads(), of.batch()))
        .orElse("");
  }

  private LatencyModel model(Path file) {
    return interpolate
        ? LatencyModels.interpolating(file, acceptForeignTable)
        : LatencyModels.read(file, acceptForeignTable);
  }

  private static List<String> interpolated(Optional<LatencyModel> model, LayerGraph graph) {
    return model
        .filter(InterpolatingLatencyModel.class::isInstance)
        .map(known -> ((InterpolatingLatencyModel) known).interpolated(graph))
        .orElse(List.of());
  }

  private static List<String> ofChannels(
      Optional<LatencyModel> model, Function<ChannelLatencyModel, List<String>> blocks) {
    return model
        .filter(ChannelLatencyModel.class::isInstance)
        .map(known -> blocks.apply((ChannelLatencyModel) known))
        .orElse(List.of());
  }

  private Counted count(String which, ArchitectureOptions form, Optional<LatencyModel> model) {
    Architecture architecture = ArchitectureSource.find(which, form);
    LayerGraph graph = LayerGraph.of(architecture);
    Optional<LatencyModel> own = model.map(any -> LatencyModels.ofNetwork(any, graph));
    return new Counted(
        architecture.name(),
        graph,
        Cost.of(graph),
        Cost.of(SlicedGraph.of(graph).graph()).peakBytes(),
        own.map(known -> known.predict(graph)),
        layers ? own.map(known -> BlockTrend.of(graph, known)) : Optional.empty(),
        interpolated(own, graph),
        ofChannels(own, known -> known.modelled(graph)),
        ofChannels(own, known -> known.outside(graph)));
  }

  private ObjectNode tree(Counted counted) {
    Cost cost = counted.cost();
    ObjectNode tree =
        Json.object()
            .put("network", counted.label())
            .put("madds", cost.madds())
            .put("params", cost.params())
            .put("peakBytes", cost.peakBytes())
            .put("slicedPeakBytes", counted.slicedPeakBytes());
    counted
        .latency()
        .ifPresent(
            latency ->
                tree.put("latencyMillis", latency.millis())
                    .put("latencyUncertaintyMillis", latency.uncertaintyMillis()));
    if (interpolate) {
      counted.interpolated().forEach(tree.putArray("interpolatedBlocks")::add);
    }
    if (!counted.modelled().isEmpty()) {
      counted.modelled().forEach(tree.putArray("modelledBlocks")::add);
    }
    if (!counted.outside().isEmpty()) {
      counted.outside().forEach(tree.putArray("blocksOutsideMeasuredChannels")::add);
    }
    counted.blocks().ifPresent(blocks -> put(tree.putArray("blocks"), blocks));
    if (layers) {
      ArrayNode rows = tree.putArray("layers");
      for (Cost.OfLayer row : Cost.perLayer(counted.graph())) {
        ObjectNode node = rows.addObject();
        node.put("layer", row.layer().name())
            .put("operator", operator(row))
            .put("madds", row.cost().madds())
            .put("params", row.cost().params())
            .put("peakBytes", row.cost().peakBytes());
        TensorShape output = row.layer().output();
        node.putArray("output").add(output.channels()).add(output.height()).add(output.width());
      }
    }
    return tree;
  }

  private static void put(ArrayNode rows, BlockTrend trend) {
    for (BlockTrend.Block block : trend.blocks()) {
      rows.addObject()
          .put("block", block.id())
          .put("madds", block.madds())
          .put("latencyMillis", block.millis())
          .put("trendMillis", block.trendMillis())
          .put("farFromTrend", block.isFar());
    }
  }

  private static String blockTable(BlockTrend trend) {
    TextTable table = new TextTable("block", "MAdds", "latency", "against the trend", "");
    for (BlockTrend.Block block : trend.blocks()) {
      table.row(
          block.id(),
          Units.count(block.madds()),
          Units.millis(block.millis()),
          Units.ratio(block.ratio()),
          block.isFar() ? (block.ratio() > 1 ? "slow for its MAdds" : "fast for its MAdds") : "");
    }
    return table.render();
  }

  private String text(List<Counted> counted) {
    StringBuilder text = new StringBuilder();
    if (layers) {
      counted.forEach(one -> text.append(layerTable(one)).append('\n'));
      counted.forEach(
          one -> one.blocks().ifPresent(trend -> text.append(blockTable(trend)).append('\n')));
    }
    boolean timed = table != null;
    TextTable totals =
        timed
            ? new TextTable("network", "MAdds", "params", "peak memory", "in slices", "latency")
            : new TextTable("network", "MAdds", "params", "peak memory", "in slices");
    for (Counted one : counted) {
      List<String> cells = new ArrayList<>();
      cells.add(one.label());
      cells.addAll(cells(one.cost()));
      cells.add(Units.bytes(one.slicedPeakBytes()));
      one.latency()
          .ifPresent(
              latency ->
                  cells.add(
                      "%s ± %s"
                          .formatted(
                              Units.millis(latency.millis()),
                              Units.millis(latency.uncertaintyMillis()))));
      totals.row(cells.toArray(String[]::new));
    }
    if (counted.size() == 2) {
      totals.row(ratios(counted.get(0), counted.get(1)));
    }
    text.append(totals.render());
    for (Counted one : counted) {
      if (!one.interpolated().isEmpty()) {
        text.append(
            "%s: estimated between measured resolutions, not measured: %s%n"
                .formatted(one.label(), String.join(", ", one.interpolated())));
      }
      if (!one.modelled().isEmpty()) {
        text.append(
            "%s: predicted from the same blocks with other channel counts: %s%n"
                .formatted(one.label(), String.join(", ", one.modelled())));
      }
      if (!one.outside().isEmpty()) {
        text.append(
            "%s: of these, with more or fewer channels than any block measured: %s; measure a table of a network that has them%n"
                .formatted(one.label(), String.join(", ", one.outside())));
      }
    }
    return text.toString();
  }

  /** How many times the first network's cost the second's is. */
  private static String[] ratios(Counted first, Counted second) {
    List<String> cells = new ArrayList<>();
    cells.add("second / first");
    cells.add(Units.ratio((double) second.cost().madds() / first.cost().madds()));
    cells.add(Units.ratio((double) second.cost().params() / first.cost().params()));
    cells.add(Units.ratio((double) second.cost().peakBytes() / first.cost().peakBytes()));
    cells.add(Units.ratio((double) second.slicedPeakBytes() / first.slicedPeakBytes()));
    if (first.latency().isPresent() && second.latency().isPresent()) {
      cells.add(Units.ratio(second.latency().get().millis() / first.latency().get().millis()));
    }
    return cells.toArray(String[]::new);
  }

  private static String layerTable(Counted counted) {
    TextTable table =
        new TextTable("layer", "operator", "output", "MAdds", "params", "memory while it runs");
    for (Cost.OfLayer row : Cost.perLayer(counted.graph())) {
      List<String> costs = cells(row.cost());
      table.row(
          row.layer().name(),
          operator(row),
          shape(row.layer().output()),
          costs.get(0),
          costs.get(1),
          costs.get(2));
    }
    return table.render();
  }

  private static List<String> cells(Cost cost) {
    return List.of(
        Units.count(cost.madds()), Units.count(cost.params()), Units.bytes(cost.peakBytes()));
  }

  private static String operator(Cost.OfLayer row) {
    return row.layer()
        .operator()
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static String shape(TensorShape shape) {
    return "%d×%d×%d".formatted(shape.channels(), shape.height(), shape.width());
  }
}
