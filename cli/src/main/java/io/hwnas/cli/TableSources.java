package io.hwnas.cli;

import io.hwnas.cli.arch.ArchitectureOptions;
import io.hwnas.cli.arch.ArchitectureSource;
import io.hwnas.cli.arch.Spaces;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.TableSource;
import io.hwnas.space.Architecture;
import io.hwnas.space.ImageInput;
import io.hwnas.space.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a latency table is to be measured for, as the user names it. */
final class TableSources {
  private static final int DEFAULT_CHANNEL_NETWORKS = 72;

  @Parameters(
      paramLabel = "SPACE|ARCH",
      arity = "0..*",
      description = {
        "Search spaces, or networks as hwnas --help names them. A name of both is the network's;",
        "space: before it makes it the space's."
      })
  private List<String> names = List.of();

  @Option(
      names = "--resolution",
      paramLabel = "R",
      arity = "1..*",
      description = {
        "Heights and widths of the input image in pixels, all in one table, instead of the",
        "space's or network's own."
      })
  private List<Integer> resolutions = List.of();

  @Option(
      names = "--channels",
      description = {
        "Measure the named networks for any counts of channels: random ones are profiled, and",
        "others predicted from them, up to as many channels as the network has."
      })
  private boolean channels;

  @Option(
      names = "--channel-networks",
      paramLabel = "N",
      description = {
        "With --channels: networks of random channels profiled for each that is named, at each",
        "resolution (default: " + DEFAULT_CHANNEL_NETWORKS + ")."
      })
  private Integer channelNetworks;

  /**
   * Tells whether networks are to be measured for any counts of channels.
   *
   * @return whether that was asked for
   */
  boolean anyChannels() {
    return channels;
  }

  /**
   * Tells whether nothing was named.
   *
   * @return whether there is no space and no network
   */
  boolean isEmpty() {
    return names.isEmpty();
  }

  /**
   * Finds what was named.
   *
   * @return the spaces and networks, each at the resolutions asked for
   * @throws InvalidInputException if a name stands for nothing, or a resolution is out of range
   */
  List<TableSource> find() {
    requireResolutions();
    if (channelNetworks != null && !channels) {
      throw new InvalidInputException("--channel-networks needs --channels");
    }
    List<TableSource> found = names.stream().flatMap(this::find).toList();
    if (!channels) {
      return found;
    }
    if (found.stream().noneMatch(TableSource.OfNetwork.class::isInstance)) {
      throw new InvalidInputException(
          "--channels needs a network, such as mobilenet-v3-large; %s %s"
              .formatted(
                  String.join(", ", names), names.size() == 1 ? "is a space" : "are spaces"));
    }
    return found.stream().map(this::ofAnyChannels).toList();
  }

  private TableSource ofAnyChannels(TableSource source) {
    return source instanceof TableSource.OfNetwork network
        ? new TableSource.OfChannels(
            network, channelNetworks == null ? DEFAULT_CHANNEL_NETWORKS : channelNetworks)
        : source;
  }

  /**
   * Finds what a table is to be completed for: what was named, or else the table's own spaces and
   * networks, at the resolutions asked for.
   *
   * @param table the table
   * @return the spaces and networks
   */
  List<TableSource> find(LatencyTable table) {
    if (!names.isEmpty()) {
      return find();
    }
    if (channels) {
      throw new InvalidInputException("--channels needs the name of a network");
    }
    requireResolutions();
    return resolutions.isEmpty()
        ? table.sources()
        : table.sources().stream().flatMap(this::resized).distinct().toList();
  }

  private void requireResolutions() {
    for (int pixels : resolutions) {
      if (pixels < 1 || pixels > ArchitectureOptions.GREATEST_RESOLUTION) {
        throw new InvalidInputException(
            "--resolution must be from 1 to %d, not %d"
                .formatted(ArchitectureOptions.GREATEST_RESOLUTION, pixels));
      }
    }
  }

  private Stream<TableSource> find(String name) {
    TableSource own =
        Spaces.isSpace(name)
            ? Spaces.source(name)
            : TableSource.OfNetwork.of(ArchitectureSource.find(name));
    return resolutions.isEmpty() ? Stream.of(own) : resized(own);
  }

  private Stream<TableSource> resized(TableSource source) {
    if (source instanceof TableSource.OfSpace space) {
      return Stream.of(space.at(resolutions));
    }
    if (source instanceof TableSource.OfChannels any) {
      return resized(any.base())
          .map(base -> new TableSource.OfChannels((TableSource.OfNetwork) base, any.networks()));
    }
    Architecture network = ((TableSource.OfNetwork) source).architecture();
    List<TableSource> resized = new ArrayList<>();
    for (int pixels : resolutions) {
      resized.add(
          TableSource.OfNetwork.of(
              network.withInput(new ImageInput(network.input().channels(), pixels))));
    }
    return resized.stream();
  }
}
