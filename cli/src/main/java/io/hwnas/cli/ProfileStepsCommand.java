package io.hwnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.StaircaseSvg;
import io.hwnas.cli.output.TextTable;
import io.hwnas.cli.output.Units;
import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.ChannelStaircase;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.TableSource;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how latency goes up and down with channels. */
@Command(
    name = "steps",
    description = {
      "Show how latency goes with each count of channels: from a table for any channels (hwnas",
      "profile --channels), for each expansion and each output that the table's networks have, the",
      "counts worth taking. Of each step the widest count is the cheapest, within 1 %%.",
      "With --block the steps of one block, with --count what a count costs and the widest layer",
      "that costs no more."
    })
final class ProfileStepsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "LUT", description = "A latency table for any channels.")
  private Path file;

  @Option(
      names = "--network",
      paramLabel = "ARCH",
      description = "The network, if not those that the table was measured for.")
  private String network;

  @Option(
      names = "--block",
      paramLabel = "ID",
      description = "Only the channels of this block, such as s2.b0, and all their steps.")
  private String block;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "With --block: what N channels cost, and the widest that cost no more.")
  private Integer count;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "With --block: draw the staircases into this SVG file, too.")
  private Path svg;

  @Mixin private JsonOption json;

  /** The staircases of one network. */
  private record OfNetwork(String network, List<ChannelStaircase> staircases) {}

  @Override
  public Integer call() throws IOException {
    if (block == null && (count != null || svg != null)) {
      throw new ParameterException(spec.commandLine(), "--count and --svg need a --block");
    }
    if (svg != null) {
      List<String> inputs = new ArrayList<>(List.of(file.toString()));
      if (network != null) {
        inputs.add(network);
      }
      AtomicFiles.requireWritable(svg, inputs);
    }
    LatencyTable table = LatencyTables.read(file);
    ChannelLatencyModel model = new ChannelLatencyModel(table);
    List<OfNetwork> all = new ArrayList<>();
    for (Architecture one : networks(table)) {
      all.add(
          new OfNetwork(
              one.name(),
              groups(one).stream()
                  .map(group -> ChannelStaircase.of(model::blockLatency, one, group))
                  .toList()));
    }
    if (svg != null) {
      AtomicFiles.writeString(
          svg, StaircaseSvg.of(all.get(0).network() + " " + block, all.get(0).staircases()));
    }
    json.print(spec.commandLine().getOut(), tree(all), text(all));
    return ExitCodes.DONE;
  }

  private List<Architecture> networks(LatencyTable table) {
    List<Architecture> known =
        table.sources().stream()
            .filter(TableSource.OfChannels.class::isInstance)
            .map(source -> ((TableSource.OfChannels) source).base().architecture())
            .toList();
    if (known.isEmpty()) {
      throw new InvalidInputException(
          "%s was not measured for any channels: measure such a table with 'hwnas profile NETWORK --channels'"
              .formatted(file));
    }
    if (network != null) {
      return List.of(ArchitectureSource.find(network));
    }
    if (block != null && known.size() > 1) {
      throw new InvalidInputException(
          "%s is of several networks: name the block's with --network, one of %s"
              .formatted(
                  file, known.stream().map(Architecture::name).collect(Collectors.joining(", "))));
    }
    return known;
  }

  private List<ChannelGroup> groups(Architecture one) {
    if (block == null) {
      return ChannelGroups.adjustable(one);
    }
    List<String> ids = LayerGraph.of(one).blocks().stream().map(LoweredBlock::id).toList();
    if (!ids.contains(block)) {
      throw new InvalidInputException(
          "%s has no block '%s'; it has %s".formatted(one.name(), block, String.join(", ", ids)));
    }
    List<ChannelGroup> groups = ChannelStaircase.groupsOf(one, block);
    if (groups.isEmpty()) {
      throw new InvalidInputException(
          "%s of %s has no channels to choose; name another block".formatted(block, one.name()));
    }
    return groups;
  }

  private ArrayNode tree(List<OfNetwork> all) {
    ArrayNode tree = Json.array();
    for (OfNetwork one : all) {
      for (ChannelStaircase staircase : one.staircases()) {
        ObjectNode node =
            tree.addObject()
                .put("network", one.network())
                .put("group", staircase.group().id())
                .put("channels", staircase.group().channels());
        staircase.blocks().forEach(node.putArray("blocks")::add);
        ArrayNode steps = node.putArray("steps");
        for (ChannelStaircase.Step step : staircase.steps()) {
          put(steps.addObject().put("fromChannels", step.fromChannels()), step.widest())
              .put("greatestMillis", step.greatestMillis());
        }
        if (count != null && fits(staircase)) {
          put(node.putObject("count"), staircase.at(count));
          put(node.putObject("widestThatCostsNoMore"), staircase.widest(count));
        }
      }
    }
    return tree;
  }

  private static ObjectNode put(ObjectNode node, ChannelStaircase.Point point) {
    return node.put("channels", point.channels())
        .put("latencyMillis", point.latency().millis())
        .put("uncertaintyMillis", point.latency().uncertaintyMillis());
  }

  private boolean fits(ChannelStaircase staircase) {
    return count >= staircase.points().get(0).channels() && count <= staircase.group().channels();
  }

  private String text(List<OfNetwork> all) {
    StringBuilder text = new StringBuilder();
    for (OfNetwork one : all) {
      text.append(one.network()).append('\n');
      if (block == null) {
        text.append(overview(one.staircases())).append('\n');
      } else {
        one.staircases().forEach(staircase -> text.append(steps(staircase)).append('\n'));
      }
    }
    return text.toString();
  }

  private static String overview(List<ChannelStaircase> staircases) {
    TextTable table = new TextTable("channels", "all of them", "latency", "counts worth taking");
    for (ChannelStaircase staircase : staircases) {
      table.row(
          staircase.group().id(),
          Units.count(staircase.group().channels()),
          millis(staircase.at(staircase.group().channels())),
          staircase.steps().stream()
              .map(step -> Integer.toString(step.widest().channels()))
              .collect(Collectors.joining(" ")));
    }
    return table.render();
  }

  private String steps(ChannelStaircase staircase) {
    TextTable table = new TextTable("channels", "latency of the widest", "of the dearest");
    for (ChannelStaircase.Step step : staircase.steps()) {
      int to = step.widest().channels();
      table.row(
          step.fromChannels() == to ? "" + to : "%d–%d".formatted(step.fromChannels(), to),
          millis(step.widest()),
          Units.millis(step.greatestMillis()));
    }
    return "%s, in %s%n%s%s"
        .formatted(
            staircase.group().id(),
            String.join(", ", staircase.blocks()),
            table.render(),
            count == null ? "" : counted(staircase));
  }

  private String counted(ChannelStaircase staircase) {
    if (!fits(staircase)) {
      return "%d channels are beyond what was predicted, %d to %d%n"
          .formatted(count, staircase.points().get(0).channels(), staircase.group().channels());
    }
    ChannelStaircase.Point widest = staircase.widest(count);
    return widest.channels() == count
        ? "%d channels take %s; no wider layer costs as little%n"
            .formatted(count, millis(staircase.at(count)))
        : "%d channels take %s; the widest layer that costs no more has %d and takes %s%n"
            .formatted(count, millis(staircase.at(count)), widest.channels(), millis(widest));
  }

  private static String millis(ChannelStaircase.Point point) {
    return "%s ± %s"
        .formatted(
            Units.millis(point.latency().millis()),
            Units.millis(point.latency().uncertaintyMillis()));
  }
}
