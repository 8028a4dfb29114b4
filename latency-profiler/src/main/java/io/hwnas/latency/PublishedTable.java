package io.hwnas.latency;

import io.hwnas.space.CompiledSpace;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.yaml.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Predicts a network's latency from one file that Once-for-All or ProxylessNAS published.
 *
 * <p>A network's latency is the sum of its parts' means; the tables say nothing of the error of
 * that sum, so the uncertainty is that of the means alone. The published ones classify 1,000
 * classes; a classifier of others is taken to need as long, with all of that as its standard error.
 * Immutable.
 */
public final class PublishedTable implements LatencyModel {
  private static final double MOST_MILLIS = 1e7;
  private static final int MOST_COUNT = 1_000_000_000;

  /** A mean and the squared standard error of the mean. */
  private record Entry(double millis, double variance) {}

  private final String source;
  private final PublishedKeys keys;
  private final Map<String, Entry> entries;

  private PublishedTable(String source, Map<String, Entry> entries) {
    this.source = source;
    this.keys = PublishedKeys.of(entries);
    // In the order of the file, by which one of several classifiers is found.
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * Tells whether a document is such a table and not one of hwnas.
   *
   * @param root a document
   * @return whether it has entries of a network's parts
   */
  public static boolean describes(YamlNode root) {
    return root.isMap() && root.entries().keySet().stream().anyMatch(PublishedKeys::isPart);
  }

  /**
   * Reads a table.
   *
   * @param root a map from key to {@code count}, {@code mean} and {@code std} or {@code var}, in
   *     milliseconds
   * @return the table
   * @throws InvalidInputException with file and line, if an entry is missing something, or takes no
   *     time or less
   */
  public static PublishedTable read(YamlNode root) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    root.entries().forEach((key, node) -> entries.put(key, entry(key, node)));
    return new PublishedTable(root.location().replaceFirst(":[0-9]+$", ""), entries);
  }

  private static Entry entry(String key, YamlNode node) {
    node.allowOnly("count", "mean", "std", "var");
    int count = node.required("count").asInt(1, MOST_COUNT);
    double spread = node.optional("std").map(std -> std.asDouble(0, MOST_MILLIS)).orElse(0.0);
    double variance =
        node.optional("var").map(var -> var.asDouble(0, MOST_MILLIS)).orElse(spread * spread);
    YamlNode mean = node.required("mean");
    double millis = mean.asDouble(0, MOST_MILLIS);
    if (millis < Rounding.LEAST_MILLIS) {
      throw mean.error(
          "the mean of '%s' must be positive, not %s: a part that takes no time was not measured"
              .formatted(key, mean.asString()));
    }
    return new Entry(millis, variance / count);
  }

  /**
   * Compiles the table for a space.
   *
   * @param space the space, of one resolution
   * @return from decisions to latency
   * @throws InvalidInputException if the table lacks a part of the space; names the first
   */
  public DecisionLatency compile(CompiledSpace space) {
    return compile(
        space,
        space.blocks(),
        "",
        "give a table of this space, or the folder of its tables, one a resolution");
  }

  /**
   * Compiles the table for those networks of a space that are made of some of its blocks; others
   * are predicted to take what is not a number.
   */
  DecisionLatency compile(
      CompiledSpace space, List<LayerGraph> blocks, String where, String advice) {
    Set<String> missing = new LinkedHashSet<>();
    for (LayerGraph block : blocks) {
      keys(block).stream().filter(key -> find(key).isEmpty()).forEach(missing::add);
    }
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "%s: lacks %d entries of the space %s%s, the first '%s'; %s"
              .formatted(
                  source,
                  missing.size(),
                  space.space().name(),
                  where,
                  missing.iterator().next(),
                  advice));
    }
    return space.sums(
            block -> sum(block, Entry::millis),
            block -> sum(block, Entry::variance),
            (millis, variance) -> new LatencyEstimate(millis, Math.sqrt(variance)))
        ::apply;
  }

  private double sum(LayerGraph block, ToDoubleFunction<Entry> figure) {
    return keys(block).stream()
        .mapToDouble(key -> find(key).map(figure::applyAsDouble).orElse(Double.NaN))
        .sum();
  }

  /**
   * Finds an entry. A classifier of other classes than the table's takes what the table's does, at
   * most give or take all of it.
   */
  private Optional<Entry> find(String key) {
    Entry entry = entries.get(key);
    return entry != null
        ? Optional.of(entry)
        : PublishedKeys.ofAnyClasses(key)
            .flatMap(prefix -> classifier(prefix))
            .map(like -> new Entry(like.millis(), like.variance() + like.millis() * like.millis()));
  }

  private Optional<Entry> classifier(String prefix) {
    return entries.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private List<String> keys(LayerGraph block) {
    return keys.of(block.blocks().get(0));
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if the table lacks one of its parts; names the first
   */
  @Override
  public LatencyEstimate predict(LayerGraph graph) {
    double millis = 0;
    double variance = 0;
    for (LoweredBlock block : graph.blocks()) {
      for (String key : keys.of(block)) {
        Entry entry =
            find(key)
                .orElseThrow(
                    () ->
                        new InvalidInputException(
                            "%s has no entry for '%s'; it knows only networks of the space it was made for"
                                .formatted(source, key)));
        millis += entry.millis();
        variance += entry.variance();
      }
    }
    return new LatencyEstimate(millis, Math.sqrt(variance));
  }
}
