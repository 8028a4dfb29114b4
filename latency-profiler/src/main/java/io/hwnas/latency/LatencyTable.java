package io.hwnas.latency;

import io.hwnas.probe.Fingerprint;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The latency of blocks on one machine, with where the figures come from.
 *
 * @param sources the search spaces and networks that it was measured for, at least one
 * @param fingerprint what it was measured on
 * @param protocol how it was measured
 * @param calibration from profiled times to whole networks
 * @param builds how each measuring went: the first, then those that extended it
 * @param entries by {@link LoweredBlock#key()}, in the order of the keys
 */
public record LatencyTable(
    List<TableSource> sources,
    Fingerprint fingerprint,
    TableProtocol protocol,
    Calibration calibration,
    List<TableBuild> builds,
    SortedMap<String, LatencyEntry> entries) {
  /** Copies the lists and the map. */
  public LatencyTable {
    sources = List.copyOf(sources);
    builds = List.copyOf(builds);
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /**
   * Returns what a person calls the table.
   *
   * @return the names of the spaces and networks that it was measured for
   */
  public String space() {
    return sources.stream().map(TableSource::name).distinct().collect(Collectors.joining(", "));
  }

  /**
   * Tells whether a network was measured to build the table, so that it cannot verify it.
   *
   * @param graph the network
   * @return whether a network of equal blocks was measured
   */
  public boolean isBuiltOn(LayerGraph graph) {
    String digest = NetworkDigest.of(graph);
    return builds.stream().anyMatch(build -> build.networks().contains(digest));
  }

  /**
   * Returns the same table with other entries.
   *
   * @param others the entries
   * @return the table of those entries alone
   */
  public LatencyTable withEntries(SortedMap<String, LatencyEntry> others) {
    return new LatencyTable(sources, fingerprint, protocol, calibration, builds, others);
  }

  /**
   * Names the blocks of a network that the table has no entry for.
   *
   * @param graph the network
   * @return the distinct keys, in the order of the blocks
   */
  public List<String> missing(LayerGraph graph) {
    return graph.blocks().stream()
        .map(LoweredBlock::key)
        .distinct()
        .filter(key -> !entries.containsKey(key))
        .toList();
  }

  /**
   * Returns the table with more entries.
   *
   * @param more the entries to add or to put in place of those of equal key
   * @return the larger table
   */
  public LatencyTable with(Map<String, LatencyEntry> more) {
    SortedMap<String, LatencyEntry> all = new TreeMap<>(entries);
    all.putAll(more);
    return withEntries(all);
  }

  /**
   * Returns the table as it was built, completed only by what some networks need.
   *
   * @param graphs the networks
   * @return the table without other entries of {@link LatencyEntry.Origin#COMPLETED}
   */
  public LatencyTable completedFor(List<LayerGraph> graphs) {
    Set<String> needed =
        graphs.stream()
            .flatMap(graph -> graph.blocks().stream())
            .map(LoweredBlock::key)
            .collect(Collectors.toSet());
    SortedMap<String, LatencyEntry> kept = new TreeMap<>(entries);
    kept.entrySet()
        .removeIf(
            entry ->
                entry.getValue().origin() == LatencyEntry.Origin.COMPLETED
                    && !needed.contains(entry.getKey()));
    return withEntries(kept);
  }
}
