package io.hwnas.cli;

import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.InterpolatingLatencyModel;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnceForAllTable;
import io.hwnas.latency.PublishedTable;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the latency table that a user names, whoever made it. */
final class LatencyModels {
  private LatencyModels() {}

  /**
   * Reads a table to predict also between the resolutions that it was measured at.
   *
   * @param file a table of hwnas
   * @param acceptForeign whether one that was measured on something else will do
   * @return the model
   */
  static InterpolatingLatencyModel interpolating(Path file, boolean acceptForeign) {
    return new InterpolatingLatencyModel(LatencyTables.readHere(file, acceptForeign));
  }

  /**
   * Reads a table; one that was measured for any channel counts predicts others, too.
   *
   * @param path a table of hwnas, Once-for-All or ProxylessNAS, or the folder of Once-for-All's,
   *     one file a resolution; all but those of hwnas are of phones
   * @param acceptForeign whether a table of hwnas that was measured on something else will do
   * @return the model
   */
  static LatencyModel read(Path path, boolean acceptForeign) {
    if (Files.isDirectory(path)) {
      return OnceForAllTable.read(path);
    }
    YamlNode root = YamlNode.read(path);
    return PublishedTable.describes(root)
        ? PublishedTable.read(root)
        : new ChannelLatencyModel(LatencyTables.readHere(path, acceptForeign));
  }

  /**
   * Finds what predicts one network and each of its blocks alone: of tables of several resolutions
   * that of the network's.
   *
   * @param model a model that was read here
   * @param graph the network
   * @return the model for it
   */
  static LatencyModel ofNetwork(LatencyModel model, LayerGraph graph) {
    return model instanceof OnceForAllTable tables ? tables.tableOf(graph) : model;
  }

  /**
   * Finds what a model's latencies are of.
   *
   * @param model a model that was read here
   * @return threads and images of an inference; empty for tables that others published
   */
  static Optional<RuntimeOptions> options(LatencyModel model) {
    if (model instanceof InterpolatingLatencyModel interpolating) {
      return Optional.of(interpolating.options());
    }
    return model instanceof ChannelLatencyModel channels
        ? Optional.of(channels.options())
        : Optional.empty();
  }
}
