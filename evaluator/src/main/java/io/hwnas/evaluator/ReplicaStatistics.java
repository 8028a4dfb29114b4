package io.hwnas.evaluator;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;

/**
 * Batch norms' running statistics in replicas: each follows those of its own images for a step,
 * then all go on from the mean.
 */
final class ReplicaStatistics implements AutoCloseable {
  private final FlatTensors network;
  private final List<FlatTensors> others = new ArrayList<>();

  /** The first replica's are the network's own, which have the mean after each step. */
  ReplicaStatistics(int count, FlatTensors network) {
    this.network = network;
    for (int i = 1; i < count; i++) {
      others.add(new FlatTensors(network.parameters()));
    }
  }

  FlatTensors of(int replica) {
    return replica == 0 ? network : others.get(replica - 1);
  }

  /** Begins a step: all are the network's. */
  void divide() {
    NativeScope.runWithoutGradients(
        () -> others.forEach(other -> other.flat().copy_(network.flat())));
  }

  /** Ends a step. */
  void join() {
    if (!others.isEmpty()) {
      NativeScope.runWithoutGradients(
          () -> {
            others.forEach(other -> network.flat().add_(other.flat()));
            network.flat().mul_(new Scalar(1.0 / (1 + others.size())));
          });
    }
  }

  @Override
  public void close() {
    others.forEach(FlatTensors::close);
  }
}
