package io.hwnas.netadapt;

import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.latency.LatencyModel;
import io.hwnas.results.Checkpoints;
import io.hwnas.results.Journal;
import io.hwnas.results.TrialStore;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A small network and a method to shrink it whose training and scoring take no time. */
final class Shrinkings {
  static final Architecture NETWORK = Networks.small();
  static final Weights WEIGHTS = Networks.weights(NETWORK);
  static final LatencyModel LATENCY = Networks.byMultiplyAdds();
  static final double START = LATENCY.predict(LayerGraph.of(NETWORK)).millis();
  static final NetAdaptSettings SETTINGS = NetAdaptSettings.of(0.6 * START, 0.04 * START, 5);

  private Shrinkings() {}

  static <T> T inStore(Path folder, Function<AdaptationStore, T> work) {
    try (Journal journal = Journal.open(folder.resolve("journal.jsonl"));
        TrialStore trials = TrialStore.open(folder.resolve("trials.sqlite"));
        Checkpoints checkpoints = Checkpoints.open(folder.resolve("checkpoints"))) {
      return work.apply(new AdaptationStore(journal, checkpoints, trials, "netadapt"));
    }
  }

  static NetAdapt method() {
    return new NetAdapt(SETTINGS, LATENCY, Shrinkings::nudge, Shrinkings::magnitude);
  }

  /** The same network and training by exchanges. */
  static NetAdapt exchanging(FineTuner fineTuner) {
    return new NetAdapt(SETTINGS, LATENCY, fineTuner, Shrinkings::magnitude).by(Policy.EXCHANGE);
  }

  /** Stands in for training: changes each weight a little, as the seed says. */
  static Weights nudge(LayerGraph graph, Weights weights, long seed) {
    RandomGenerator random = Seeds.of(seed, "test/nudge");
    Map<String, FloatTensor> nudged = new TreeMap<>();
    for (String name : weights.names()) {
      float[] values = weights.get(name).values();
      for (int i = 0; i < values.length; i++) {
        values[i] *= (float) (1 + 0.01 * random.nextDouble());
      }
      nudged.put(name, new FloatTensor(weights.get(name).shape(), values));
    }
    return Weights.of(nudged);
  }

  /** A power cut, from NetAdapt's point of view. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** The same until, after so many trainings, the power is cut. */
  static FineTuner dyingAt(int killedAfter) {
    AtomicInteger calls = new AtomicInteger();
    return (graph, weights, seed) -> {
      if (calls.getAndIncrement() == killedAfter) {
        throw new Killed();
      }
      return nudge(graph, weights, seed);
    };
  }

  /** The same, counted. */
  static FineTuner counting(AtomicInteger tuned) {
    return (graph, weights, seed) -> {
      tuned.incrementAndGet();
      return nudge(graph, weights, seed);
    };
  }

  /** Stands in for accuracy: more and larger weights are better. */
  static double magnitude(LayerGraph graph, Weights weights) {
    double sum = 0;
    for (String name : weights.names()) {
      FloatTensor tensor = weights.get(name);
      for (int i = 0; i < tensor.size(); i++) {
        sum += Math.abs(tensor.get(i));
      }
    }
    return 1 - Math.exp(-sum / 2000);
  }

  static NetAdaptResult fresh(Path folder, NetAdapt method) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inStore(
        folder, store -> method.shrink(NETWORK, WEIGHTS, store, ProgressListener.SILENT));
  }
}
