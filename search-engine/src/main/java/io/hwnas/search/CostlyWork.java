package io.hwnas.search;

import io.hwnas.results.ObjectiveValue;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * The costly half of evaluations, on as many threads as the search has; on one, the caller's own,
 * at the moment the answer is awaited.
 */
final class CostlyWork implements AutoCloseable {
  private final SearchProblem problem;
  private final SearchContext context;
  private final Optional<ExecutorService> pool;

  /**
   * How a trial ended.
   *
   * @param state a finished state
   * @param logged whether the log has it already
   * @param failure what was thrown
   */
  record Outcome(TrialState state, boolean logged, Optional<FailedEvaluation> failure) {
    /** Returns what to throw where this failure is one too many. */
    RuntimeException stop(String message) {
      Optional<Throwable> cause = failure.map(Throwable::getCause);
      if (cause.isPresent() && cause.get() instanceof InvalidInputException input) {
        return new InvalidInputException("the search stopped after " + message, input);
      }
      return new SearchStoppedException(
          "the search stopped after " + message, failure.orElse(null));
    }
  }

  /** An outcome that may be on its way. */
  static final class Answer {
    private final FutureTask<Outcome> task;
    private final boolean inline;

    private Answer(FutureTask<Outcome> task, boolean inline) {
      this.task = task;
      this.inline = inline;
    }

    private static Answer now(Outcome outcome) {
      return new Answer(new FutureTask<>(() -> outcome), true);
    }

    /** Tells whether it is only computed when it is awaited. */
    boolean inline() {
      return inline;
    }

    static Answer recalled(TrialState state) {
      return now(new Outcome(state, true, Optional.empty()));
    }

    Outcome await() {
      if (inline) {
        task.run();
      }
      try {
        return task.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("the search was interrupted");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }

    /**
     * Keeps it from beginning, where it has not; what runs is left to end, for an interrupt could
     * tear a file.
     */
    void cancel() {
      task.cancel(false);
    }
  }

  CostlyWork(SearchProblem problem, SearchContext context) {
    this.problem = problem;
    this.context = context;
    this.pool =
        context.threads() == 1
            ? Optional.empty()
            : Optional.of(Executors.newFixedThreadPool(context.threads(), CostlyWork::thread));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "search-evaluation");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins a trial of which the cheap scores are known. */
  Answer begin(Trial trial, Probes.Probe probe) {
    return begin(trial, probe, () -> {});
  }

  /**
   * Begins a trial of which the cheap scores are known.
   *
   * @param done runs when the answer is there, unless the answer is {@link Answer#inline}
   */
  Answer begin(Trial trial, Probes.Probe probe, Runnable done) {
    if (probe.failure().isPresent()) {
      return Answer.now(failed(probe.failure().get(), Duration.ZERO));
    }
    if (probe.violation() > 0) {
      return Answer.now(new Outcome(infeasible(probe.scores()), false, Optional.empty()));
    }
    FutureTask<Outcome> task =
        new FutureTask<>(() -> run(trial, probe.scores())) {
          @Override
          protected void done() {
            if (pool.isPresent()) {
              done.run();
            }
          }
        };
    pool.ifPresent(threads -> threads.execute(task));
    return new Answer(task, pool.isEmpty());
  }

  private Outcome run(Trial trial, List<ObjectiveValue> cheap) {
    context.log().update(trial.id(), new TrialState.Running());
    long start = System.nanoTime();
    try {
      Network network = new Network(problem.space(), new DecisionVector(trial.spec().decisions()));
      List<ObjectiveValue> scores =
          inOrder(
              cheap, FailedEvaluation.orScores(problem.ofEffort(Objective.Effort.COSTLY), network));
      TrialState state =
          problem.violation(scores) > 0
              ? infeasible(scores)
              : new TrialState.Done(scores, since(start));
      context.log().update(trial.id(), state);
      return new Outcome(state, true, Optional.empty());
    } catch (FailedEvaluation e) {
      return failed(e, since(start));
    }
  }

  private static Outcome failed(FailedEvaluation failure, Duration duration) {
    return new Outcome(
        new TrialState.Failed(failure.getMessage(), duration), false, Optional.of(failure));
  }

  private TrialState infeasible(List<ObjectiveValue> scores) {
    List<String> reasons = new ArrayList<>();
    for (Constraint limit : problem.constraints()) {
      Objective objective = problem.objective(limit.objective());
      for (ObjectiveValue score : scores) {
        if (score.name().equals(limit.objective())
            && limit.excludes(objective.direction(), score)) {
          reasons.add(
              "%s %s, bound %s"
                  .formatted(
                      score.name(), limit.text(objective, score), objective.text(limit.bound())));
        }
      }
    }
    return new TrialState.Infeasible(String.join("; ", reasons), scores);
  }

  /** Returns scores of both kinds in the order of the problem's objectives. */
  private List<ObjectiveValue> inOrder(List<ObjectiveValue> some, List<ObjectiveValue> others) {
    List<ObjectiveValue> ordered = new ArrayList<>();
    for (Objective objective : problem.measures()) {
      List<ObjectiveValue> from = objective.effort() == Objective.Effort.CHEAP ? some : others;
      from.stream().filter(score -> score.name().equals(objective.name())).forEach(ordered::add);
    }
    return ordered;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() {
    pool.ifPresent(
        threads -> {
          threads.shutdown();
          try {
            threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
