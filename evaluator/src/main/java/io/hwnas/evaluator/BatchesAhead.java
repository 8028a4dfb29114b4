package io.hwnas.evaluator;

import io.hwnas.space.Awaited;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes the batches of the next steps while a network learns from the present one's.
 *
 * <p>What a batch holds depends on its step alone, so it is the same whoever makes it and when; a
 * step that nobody expected, after a resumption, is made when it is asked for.
 */
final class BatchesAhead implements AutoCloseable {
  /** Batches in the making beside the one that is learnt from. */
  static final int AHEAD = 2;

  /** Room for one batch and what fills it. */
  record Place(BatchPainter painter, BatchBuffer buffer) {}

  /** A batch that is made or in the making; no step's at first. */
  private record Made(long step, int size, CompletableFuture<Void> done) {}

  private static final Made NOTHING = new Made(-1, 0, CompletableFuture.completedFuture(null));

  private final List<Place> places;
  private final List<Made> made = new ArrayList<>();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          Math.min(AHEAD, Runtime.getRuntime().availableProcessors()), BatchesAhead::worker);

  /** Uses one place more than {@link #AHEAD}. */
  BatchesAhead(List<Place> places) {
    this.places = List.copyOf(places);
    places.forEach(place -> made.add(NOTHING));
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "hwnas-batches");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the filled buffer of a step; it stays so until the next step is asked for. */
  BatchBuffer take(long step, int size) {
    for (int ahead = 0; ahead < places.size(); ahead++) {
      start(step + ahead, size);
    }
    int place = place(step);
    Awaited.result(made.get(place).done());
    return places.get(place).buffer();
  }

  private int place(long step) {
    return (int) (step % places.size());
  }

  private void start(long step, int size) {
    int index = place(step);
    Made present = made.get(index);
    if (present.step() == step && present.size() == size) {
      return;
    }
    Awaited.result(present.done());
    Place place = places.get(index);
    made.set(
        index,
        new Made(
            step,
            size,
            CompletableFuture.runAsync(
                () -> place.painter().training(step, size, place.buffer()), workers)));
  }

  /** Waits for what is in the making, so that its memory can be freed. */
  @Override
  public void close() {
    workers.shutdown();
    made.forEach(one -> one.done().handle((nothing, failure) -> nothing).join());
  }
}
