package io.hwnas.results;

import io.hwnas.space.yaml.YamlWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a bundled network comes from and what it was found to do.
 *
 * @param versions version of hwnas and of each library that had a part in it, by name
 * @param seeds seeds by purpose
 * @param latencyTable fingerprint of the latency table: machine, runtime and protocol, by name
 * @param figures what the network does
 * @param parityError greatest difference between libtorch's and ONNX Runtime's outputs, over the
 *     greatest output: max|a−b| / max|b|
 */
public record Provenance(
    Map<String, String> versions,
    Map<String, Long> seeds,
    Map<String, String> latencyTable,
    NetworkFigures figures,
    double parityError) {
  /** Copies the maps, keeping their order. */
  public Provenance {
    versions = ordered(versions);
    seeds = ordered(seeds);
    latencyTable = ordered(latencyTable);
  }

  /**
   * Returns the record as YAML.
   *
   * @return the text of {@code provenance.yaml}
   */
  public String toYaml() {
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("name", figures.name());
    network.put("testTop1", figures.testTop1());
    network.put("latencyMillis", figures.latency().medianMillis());
    network.put("latencyLowerQuartileMillis", figures.latency().lowerQuartileMillis());
    network.put("latencyUpperQuartileMillis", figures.latency().upperQuartileMillis());
    figures.predictedMillis().ifPresent(millis -> network.put("predictedMillis", millis));
    network.put("madds", figures.madds());
    network.put("params", figures.params());
    network.put("parityError", parityError);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("network", network);
    document.put("seeds", seeds);
    document.put("versions", versions);
    document.put("latencyTable", latencyTable);
    return YamlWriter.write(document);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
