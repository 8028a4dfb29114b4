package io.hwnas.search;

import io.hwnas.results.Trial;
import io.hwnas.space.DecisionVector;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** Evaluations that were begun and are taken in the order in which they end, by one thread. */
final class UnderWay {
  private final Map<DecisionVector, Begun> begun = new LinkedHashMap<>();
  private final BlockingQueue<DecisionVector> ended = new LinkedBlockingQueue<>();

  /** A network whose trial was begun. */
  record Begun(DecisionVector network, Trial trial, CostlyWork.Answer answer) {}

  /**
   * Adds a network.
   *
   * @param begin begins its evaluation; is given what to run when that ends, unless the answer is
   *     inline
   */
  void add(DecisionVector network, Trial trial, Function<Runnable, CostlyWork.Answer> begin) {
    CostlyWork.Answer answer = begin.apply(() -> ended.add(network));
    begun.put(network, new Begun(network, trial, answer));
    if (answer.inline()) {
      ended.add(network);
    }
  }

  /** Returns the networks that were not taken yet. */
  Set<DecisionVector> networks() {
    return Collections.unmodifiableSet(begun.keySet());
  }

  /** Waits for the next to end; an inline answer counts as ended. */
  Begun take() {
    try {
      return begun.remove(ended.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the search was interrupted");
    }
  }

  /** Keeps those from beginning that have not. */
  void cancel() {
    begun.values().forEach(one -> one.answer().cancel());
  }
}
