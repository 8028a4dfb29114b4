package io.hwnas.results;

import io.hwnas.space.yaml.YamlWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a bundled network comes from and what it was found to do.
 *
 * @param versions version of hwnas and of each library that had a part in it, by name
 * @param seeds seeds by purpose
 * @param machine fingerprint of what the network's latency was measured on, by name; empty where it
 *     was not measured
 * @param latencyTable fingerprint of the latency table: machine and runtime, by name; empty where
 *     none had a part
 * @param preprocessing what must be done to an image before the network is asked, by name; empty
 *     where it was trained on none
 * @param network what the network is and does
 * @param parityError greatest difference between libtorch's and ONNX Runtime's outputs, over the
 *     greatest output: max|a−b| / max|b|
 */
public record Provenance(
    Map<String, String> versions,
    Map<String, Long> seeds,
    Map<String, String> machine,
    Map<String, String> latencyTable,
    Map<String, Object> preprocessing,
    Network network,
    double parityError) {
  /** Name of the section that says what must be done to an image. */
  public static final String PREPROCESSING = "preprocessing";

  /** Name of the section of seeds. */
  public static final String SEEDS = "seeds";

  /** Copies the maps, keeping their order. */
  public Provenance {
    versions = ordered(versions);
    seeds = ordered(seeds);
    machine = ordered(machine);
    latencyTable = ordered(latencyTable);
    preprocessing = ordered(preprocessing);
  }

  /**
   * What there is to know of a network, whether or not it was compared with another.
   *
   * @param name name of its architecture
   * @param validationTop1 top-1 accuracy on the validation split, a fraction, if it is known
   * @param testTop1 top-1 accuracy on the test split, a fraction, if it was tested
   * @param latency measured latency, if it was measured
   * @param predicted latency that a table predicts, if there was one
   * @param madds multiply-adds of one image
   * @param params trained parameters
   */
  public record Network(
      String name,
      OptionalDouble validationTop1,
      OptionalDouble testTop1,
      Optional<LatencyFigure> latency,
      Optional<LatencyPrediction> predicted,
      long madds,
      long params) {
    /**
     * Takes what a comparison shows.
     *
     * @param figures the network's figures
     * @return the same
     */
    public static Network of(NetworkFigures figures) {
      return new Network(
          figures.name(),
          OptionalDouble.empty(),
          OptionalDouble.of(figures.testTop1()),
          Optional.of(figures.latency()),
          figures.predicted(),
          figures.madds(),
          figures.params());
    }

    private Map<String, Object> toMap(double parityError) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", name);
      validationTop1.ifPresent(top1 -> map.put("validationTop1", top1));
      testTop1.ifPresent(top1 -> map.put("testTop1", top1));
      latency.ifPresent(
          measured -> {
            map.put("latencyMillis", measured.medianMillis());
            map.put("latencyLowerQuartileMillis", measured.lowerQuartileMillis());
            map.put("latencyUpperQuartileMillis", measured.upperQuartileMillis());
          });
      predicted.ifPresent(
          prediction -> {
            map.put("predictedMillis", prediction.millis());
            map.put("tableMillis", prediction.tableMillis());
            map.put("level", prediction.level());
          });
      map.put("madds", madds);
      map.put("params", params);
      map.put("parityError", parityError);
      return map;
    }
  }

  /**
   * Returns the record as YAML.
   *
   * @return the text of {@code provenance.yaml}
   */
  public String toYaml() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("network", network.toMap(parityError));
    if (!preprocessing.isEmpty()) {
      document.put(PREPROCESSING, preprocessing);
    }
    document.put(SEEDS, seeds);
    document.put("versions", versions);
    if (!machine.isEmpty()) {
      document.put("machine", machine);
    }
    if (!latencyTable.isEmpty()) {
      document.put("latencyTable", latencyTable);
    }
    return YamlWriter.write(document);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
