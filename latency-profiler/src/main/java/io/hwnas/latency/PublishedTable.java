package io.hwnas.latency;

import io.hwnas.space.CompiledSpace;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.yaml.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
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
  /** What takes such tables, for those who gave one to something else. */
  static final String TAKEN_BY =
      "'hwnas cost --table' without --interpolate, 'hwnas space show --table', 'hwnas profile show' or 'search.tables'";

  private final String source;
  private final PublishedKeys keys;
  private final Map<String, PublishedEntry> entries;

  private PublishedTable(String source, Map<String, PublishedEntry> entries) {
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
    Map<String, PublishedEntry> entries = new LinkedHashMap<>();
    root.entries().forEach((key, node) -> entries.put(key, PublishedEntry.read(key, node)));
    return new PublishedTable(root.location().replaceFirst(":[0-9]+$", ""), entries);
  }

  /**
   * Returns where the table was read from.
   *
   * @return usually the file's name
   */
  public String source() {
    return source;
  }

  /**
   * Returns who published such tables, by the form of the keys.
   *
   * @return {@code Once-for-All} or {@code ProxylessNAS}
   */
  public String publisher() {
    return keys.publisher();
  }

  /**
   * Returns what phone the publisher's tables are of; the file itself does not say.
   *
   * @return such as {@code Pixel 1}
   */
  public String publishersDevice() {
    return keys.device();
  }

  /**
   * Finds the resolution that the table is of.
   *
   * @return height and width of the image in pixels; empty where the layer that takes it is missing
   */
  public OptionalInt resolution() {
    return first(PublishedKeys::resolution);
  }

  /**
   * Finds how many classes the table's networks tell apart.
   *
   * @return the number; empty where there is no classifier
   */
  public OptionalInt classes() {
    return first(PublishedKeys::classes);
  }

  private OptionalInt first(Function<String, OptionalInt> number) {
    return entries.keySet().stream()
        .map(number)
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  /**
   * Returns what the table says of each part of a network.
   *
   * @return by the part's key, in the order of the file
   */
  public Map<String, PublishedEntry> entries() {
    return entries;
  }

  /**
   * Tells whether every network of a space can be predicted, at the resolution of this table.
   *
   * @param space a space, of any resolutions
   * @return whether the table lacks no part of it
   */
  public boolean knows(SearchSpace space) {
    if (resolution().isEmpty()) {
      return false;
    }
    SearchSpace here = space.atResolution(resolution().getAsInt());
    // Most spaces are told by one network, which is sooner done than all blocks.
    return knows(LayerGraph.of(here.decode(here.smallest())))
        && CompiledSpace.of(here).blocks().stream().allMatch(this::knows);
  }

  private boolean knows(LayerGraph graph) {
    return graph.blocks().stream()
        .map(keys::of)
        .allMatch(parts -> parts.filter(this::has).isPresent());
  }

  private boolean has(List<String> parts) {
    return parts.stream().allMatch(key -> find(key).isPresent());
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
      keys(block.blocks().get(0)).stream().filter(key -> find(key).isEmpty()).forEach(missing::add);
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
            block -> sum(block, PublishedEntry::meanMillis),
            block -> sum(block, PublishedEntry::errorVariance),
            (millis, variance) -> new LatencyEstimate(millis, Math.sqrt(variance)))
        ::apply;
  }

  private double sum(LayerGraph block, ToDoubleFunction<PublishedEntry> figure) {
    return keys(block.blocks().get(0)).stream()
        .mapToDouble(key -> find(key).map(figure::applyAsDouble).orElse(Double.NaN))
        .sum();
  }

  /**
   * Finds an entry. A classifier of other classes than the table's takes what the table's does, at
   * most give or take all of it.
   */
  private Optional<PublishedEntry> find(String key) {
    return Optional.ofNullable(entries.get(key))
        .or(
            () ->
                PublishedKeys.ofAnyClasses(key)
                    .flatMap(this::classifier)
                    .map(PublishedEntry::asGuess));
  }

  private Optional<PublishedEntry> classifier(String prefix) {
    return entries.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private List<String> keys(LoweredBlock block) {
    return keys.of(block)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "%s: tables of %s have no such block as '%s'"
                        .formatted(source, keys.publisher(), block.key())));
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
      for (String key : keys(block)) {
        PublishedEntry entry =
            find(key)
                .orElseThrow(
                    () ->
                        new InvalidInputException(
                            "%s has no entry for '%s'; it knows only networks of the space it was made for"
                                .formatted(source, key)));
        millis += entry.meanMillis();
        variance += entry.errorVariance();
      }
    }
    return new LatencyEstimate(millis, Math.sqrt(variance));
  }
}
