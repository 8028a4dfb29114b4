package io.hwnas.evaluator;

import io.hwnas.space.Awaited;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Learns from the images of a step in several replicas side by side, each from its share of the
 * images, on its share of the threads; where they are more than the threads, they take turns.
 *
 * <p>Small operators are not worth dividing among threads, and threads that divide one wait for
 * each other at its end; replicas wait once a step. Batch norms take the statistics of a share
 * ("ghost batch normalisation", Hoffer et al. 2017, "Train longer, generalize better", section 4).
 * What is learnt is a function of the number of replicas and of the threads of each.
 */
final class Replicas implements AutoCloseable {
  /** What a replica does with its share. */
  interface Work {
    /**
     * Learns; called in a scope of its own, without gradients.
     *
     * @param replica its number, from 0
     * @param share its images
     * @param gradients what it adds to
     * @return its part of the step's loss, summed over subnets
     */
    double learn(int replica, ImageBatches.Batch share, FlatTensors gradients);
  }

  private final FlatTensors sum;
  private final List<FlatTensors> others = new ArrayList<>();
  private final TorchOptions optionsOfEach;
  private final ExecutorService workers;

  /** Adds all gradients up in one place. */
  Replicas(int count, FlatTensors sum, TorchOptions options) {
    this.sum = sum;
    for (int i = 1; i < count; i++) {
      others.add(new FlatTensors(sum.parameters()));
    }
    optionsOfEach = new TorchOptions(Math.max(1, options.threads() / count));
    workers = Executors.newFixedThreadPool(Math.min(count, options.threads()), Replicas::worker);
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "hwnas-replica");
    thread.setDaemon(true);
    return thread;
  }

  /** Has each learn from its share, and adds the gradients up; returns the sum of their parts. */
  double learn(ImageBatches.Batch batch, Work work) {
    // One alone works in the thread that asks, whose threads of libtorch are there already.
    Executor where = others.isEmpty() ? Runnable::run : workers;
    List<CompletableFuture<Double>> losses = new ArrayList<>();
    for (int i = 0; i <= others.size(); i++) {
      int replica = i;
      losses.add(CompletableFuture.supplyAsync(() -> learn(replica, batch, work), where));
    }
    // All have ended before one's failure is heard of: they read the batch.
    losses.forEach(loss -> loss.handle((value, failure) -> true).join());
    double total = losses.stream().mapToDouble(Awaited::result).sum();
    NativeScope.runWithoutGradients(() -> others.forEach(other -> sum.flat().add_(other.flat())));
    return total;
  }

  private double learn(int replica, ImageBatches.Batch batch, Work work) {
    LibTorch.use(optionsOfEach);
    return NativeScope.computeWithoutGradients(
        () -> {
          FlatTensors gradients = replica == 0 ? sum : others.get(replica - 1);
          if (replica > 0) {
            gradients.flat().zero_();
          }
          int from = start(replica, batch.size());
          return work.learn(replica, batch.part(from, start(replica + 1, batch.size())), gradients);
        });
  }

  private int start(int replica, int size) {
    return (int) ((long) size * replica / (1 + others.size()));
  }

  @Override
  public void close() {
    workers.shutdown();
    others.forEach(FlatTensors::close);
  }
}
