package io.hwnas.cli;

import io.hwnas.export.Safetensors;
import io.hwnas.export.WeightInit;
import io.hwnas.latency.Calibration;
import io.hwnas.latency.LatencyEntry;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.TableBuild;
import io.hwnas.latency.TableLatencyModel;
import io.hwnas.latency.TableProtocol;
import io.hwnas.latency.TableSource;
import io.hwnas.netadapt.NetAdaptSettings;
import io.hwnas.probe.Fingerprint;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import io.hwnas.space.yaml.YamlNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * Runs that take seconds: two classes of 12-pixel images, a space of a few hundred networks, a
 * made-up latency table, a handful of steps.
 *
 * @param config the configuration of a search
 * @param table the latency table
 * @param largest the largest network of the space
 * @param weights weights of the largest network
 * @param budgetMillis a budget well below the largest network's latency
 */
public record TinyRun(Path config, Path table, Path largest, Path weights, double budgetMillis) {
  /** What the table says of a block: so much for each multiply-add, and so much for itself. */
  private static final double MILLIS_PER_MADD = 1e-6;

  private static final double MILLIS_PER_BLOCK = 2e-3;
  private static final int PIXELS = 12;
  private static final int SAMPLES = 500;
  private static final int CHANNEL_STEP = 4;
  private static final double BUDGET_SHARE = 0.4;

  /** Writes images and configuration into a folder. */
  public static TinyRun in(Path folder) {
    try {
      Path data = folder.resolve("data");
      images(data.resolve("train"), 60, 1);
      images(data.resolve("test"), 10, 2);
      Path spaceFile = folder.resolve("space.yaml");
      Files.writeString(spaceFile, SPACE);
      SearchSpace space = SearchSpace.parse(YamlNode.read(spaceFile));
      Path tableFile = folder.resolve("table.yaml");
      LatencyTable table = table(space);
      LatencyTables.write(tableFile, table);
      Architecture largest = space.decode(space.largest());
      LayerGraph graph = LayerGraph.of(largest);
      Path largestFile = folder.resolve("largest.yaml");
      Files.writeString(largestFile, Architectures.write(largest));
      Path weightsFile = folder.resolve("largest.safetensors");
      Safetensors.write(
          weightsFile, WeightInit.training(graph, Seeds.of(1, "tiny/weights")), Map.of());
      double budget = BUDGET_SHARE * new TableLatencyModel(table).predict(graph).millis();
      Path config = folder.resolve("tiny.yaml");
      Files.writeString(config, CONFIG.formatted(data, spaceFile, budget, tableFile));
      return new TinyRun(config, tableFile, largestFile, weightsFile, budget);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A table of every block of the space, and of every block that NetAdapt may ask for. */
  private static LatencyTable table(SearchSpace space) {
    List<Architecture> networks = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      networks.add(space.decode(space.sample(Seeds.of(1, "tiny", i))));
    }
    networks.addAll(shrunk(space.decode(space.largest())));
    SortedMap<String, LatencyEntry> entries = new TreeMap<>();
    for (Architecture network : networks) {
      for (Cost.OfBlock block : Cost.perBlock(LayerGraph.of(network))) {
        double millis = MILLIS_PER_BLOCK + MILLIS_PER_MADD * block.cost().madds();
        entries.put(
            block.block().key(), LatencyEntry.of(1, 1, millis, 0, LatencyEntry.Origin.COVER));
      }
    }
    Fingerprint machine =
        new Fingerprint(
            "made up", 1, "none", "0", "none", 1, 1, "none", "none", "none", Instant.EPOCH);
    return new LatencyTable(
        List.of(TableSource.OfSpace.of(YamlNode.parse("space.yaml", SPACE))),
        machine,
        TableProtocol.quick(),
        Calibration.NONE,
        List.of(
            new TableBuild(
                Instant.EPOCH,
                TableBuild.Stop.ALL_PASSES,
                1,
                0,
                0,
                0,
                Optional.empty(),
                List.of())),
        entries);
  }

  /** The network with bottlenecks and expansions of every multiple of {@link #CHANNEL_STEP}. */
  private static List<Architecture> shrunk(Architecture network) {
    List<Architecture> shrunk = List.of(network);
    for (ChannelGroup.Kind kind : NetAdaptSettings.MOBILENET_V3_KINDS) {
      List<ChannelGroup> groups =
          ChannelGroups.adjustable(network).stream().filter(group -> group.kind() == kind).toList();
      int most = groups.stream().mapToInt(ChannelGroup::channels).max().orElseThrow();
      List<Architecture> next = new ArrayList<>();
      for (Architecture one : shrunk) {
        for (int channels = CHANNEL_STEP; channels <= most; channels += CHANNEL_STEP) {
          Architecture resized = one;
          for (ChannelGroup group : groups) {
            resized =
                ChannelGroups.resize(resized, group.id(), Math.min(channels, group.channels()));
          }
          next.add(resized);
        }
      }
      shrunk = next;
    }
    return shrunk;
  }

  /** Discs and bars of random size, place and brightness. */
  private static void images(Path split, int perClass, long seed) throws IOException {
    Random random = new Random(seed);
    for (String label : new String[] {"bar", "disc"}) {
      Path folder = Files.createDirectories(split.resolve(label));
      for (int i = 0; i < perClass; i++) {
        BufferedImage image = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        int brightness = 120 + random.nextInt(130);
        graphics.setColor(new Color(brightness, brightness, brightness));
        int size = 4 + random.nextInt(4);
        int x = random.nextInt(PIXELS - size);
        int y = random.nextInt(PIXELS - size);
        if (label.equals("disc")) {
          graphics.fillOval(x, y, size, size);
        } else {
          graphics.fillRect(x, 0, 2, PIXELS);
        }
        graphics.dispose();
        ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      }
    }
  }

  private static final String SPACE =
      """
      name: tiny
      input: {channels: 1, resolution: 12}
      batch-norm: {epsilon: 0.001, momentum: 0.1}
      padding: symmetric
      stem: {kernel: 3, stride: 1, width: [8, 16], nonlinearity: relu}
      stages:
        - depth: [1, 2]
          width: [8, 16]
          stride: 2
          decisions: per-block
          kernel: [3, 5]
          expansion-ratio: [2, 4]
          squeeze-excite: [false, true]
          nonlinearity: h-swish
      head:
        convolution: [32, 64]
        hidden: [32]
        nonlinearity: h-swish
        dropout: 0.1
        classes: 2
      """;

  private static final String CONFIG =
      """
      threads: 1
      checkpoint-seconds: 0
      data:
        source: %s
      space: %s
      latency:
        budget-millis: %s
        table: %s
        accept-foreign-table: true
        timing: {sessions: 2, visits: 2, warm-up-runs: 1, timed-runs: 2}
      training: {batch-size: 16, shift: 1}
      supernet: {length: 12 steps, calibration-images: 32}
      search: {population: 6, generations: 2, head-room: 10, finalists: {count: 2, fine-tune-steps: 2}}
      netadapt: {delta-share: 0.1, channel-step: 4, kinds: [expansion, bottleneck], fine-tune-steps: 2, finalists: 2}
      fine-tuning: {length: 12 steps}
      baseline: {network: mobilenet-v3-small@12}
      """;
}
