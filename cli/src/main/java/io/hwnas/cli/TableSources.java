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
    return names.stream().flatMap(this::find).toList();
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
