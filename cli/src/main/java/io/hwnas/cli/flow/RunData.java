package io.hwnas.cli.flow;

import io.hwnas.cli.progress.Console;
import io.hwnas.evaluator.data.DataSets;
import io.hwnas.evaluator.data.DataSpec;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.LayerGraph;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The images of a run, at the resolution that a network asks for. */
final class RunData {
  private final DataSpec spec;
  private final long seed;
  private final DataSplit own;
  private final Map<Integer, DataSplit> resized = new ConcurrentHashMap<>();

  /** Loads the images at the resolution that the configuration asks for. */
  RunData(DataSpec spec, long seed) {
    this.spec = spec;
    this.seed = seed;
    this.own = DataSets.load(spec, seed);
  }

  /** Says how many images there are, and holds them against those that the run was begun with. */
  void begin(RunDirectory directory, Console console) {
    ImageRecord.begin(directory, own, console);
  }

  /** Returns the images as the configuration asks for them. */
  DataSplit own() {
    return own;
  }

  /** Says what was done to the images that a network takes, for whoever has others. */
  Preprocessing preprocessing(LayerGraph graph) {
    return Preprocessing.of(spec, of(graph));
  }

  /** Returns the images as a network takes them, divided in the same way. */
  DataSplit of(LayerGraph graph) {
    int pixels = graph.input().height();
    return pixels == own.training().images().height()
        ? own
        : resized.computeIfAbsent(pixels, size -> DataSets.load(spec.resizedTo(size), seed));
  }
}
