package io.hwnas.netadapt;

import io.hwnas.space.Awaited;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does the work on a step's networks side by side, ahead of the order that it is asked for in. One
 * worker is the thread that asks.
 */
final class Workers implements AutoCloseable {
  /** Pieces of work begun or waiting to be, for each worker, so that none is idle at a slow one. */
  private static final int BEGUN_PER_WORKER = 2;

  private final int mostBegun;
  private final ExecutorService pool;
  private final Executor executor;
  private volatile boolean closed;

  Workers(int count) {
    mostBegun = count == 1 ? 1 : BEGUN_PER_WORKER * count;
    pool = Executors.newFixedThreadPool(count, Workers::worker);
    executor = count == 1 ? Runnable::run : pool;
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "hwnas-proposals");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Announces networks in the order that they will be asked for.
   *
   * @param networks the networks
   * @param prepare prepares the work on one, in the thread that asks; what it returns does the rest
   */
  <T> Round<T> round(List<Variant> networks, Function<Variant, Supplier<T>> prepare) {
    return new Round<>(networks, prepare);
  }

  private <T> Supplier<T> unlessClosed(Supplier<T> work) {
    return () -> {
      if (closed) {
        throw new CancellationException("nobody waits for this any more");
      }
      return work.get();
    };
  }

  /** Work on several networks. */
  final class Round<T> {
    private final Function<Variant, Supplier<T>> prepare;
    private final Deque<Variant> waiting;
    private final Map<Variant, CompletableFuture<T>> begun = new HashMap<>();

    private Round(List<Variant> networks, Function<Variant, Supplier<T>> prepare) {
      this.waiting = new ArrayDeque<>(networks);
      this.prepare = prepare;
    }

    /** Waits for the work on a network, announced or not, and begins with those after it. */
    T take(Variant network) {
      if (!begun.containsKey(network)) {
        waiting.remove(network);
        begin(network);
      }
      while (begun.size() < mostBegun && !waiting.isEmpty()) {
        begin(waiting.remove());
      }
      return Awaited.result(begun.remove(network));
    }

    private void begin(Variant network) {
      begun.put(network, started(network));
    }

    /** A failure of the preparation is the network's own, and heard of when it is asked for. */
    private CompletableFuture<T> started(Variant network) {
      try {
        return CompletableFuture.supplyAsync(unlessClosed(prepare.apply(network)), executor);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  /**
   * Lets go of what was not begun, and waits for what was: an interrupt could tear a file, and
   * those who asked close what the work writes to.
   */
  @Override
  public void close() {
    closed = true;
    pool.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
