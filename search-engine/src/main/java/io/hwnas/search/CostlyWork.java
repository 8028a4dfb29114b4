package io.hwnas.search;

import io.hwnas.results.ObjectiveValue;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The costly half of evaluations, on as many threads as the search has; on one, the caller's own,
 * at the moment the answer is awaited.
 */
final class CostlyWork implements AutoCloseable {
  private final SearchProblem problem;
  private final SearchContext context;
  private final List<Objective> measures;
  private final List<Objective> costly;
  private final int atOnce;
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

  /**
   * A trial that the cheap constraints let pass.
   *
   * @param cheap its cheap scores
   */
  private record Passed(Trial trial, List<ObjectiveValue> cheap) {}

  /** An outcome that may be on its way, maybe with others. */
  static final class Answer {
    private final FutureTask<List<Outcome>> task;
    private final int place;
    private final boolean inline;

    private Answer(FutureTask<List<Outcome>> task, int place, boolean inline) {
      this.task = task;
      this.place = place;
      this.inline = inline;
    }

    private static Answer now(Outcome outcome) {
      return new Answer(new FutureTask<>(() -> List.of(outcome)), 0, true);
    }

    /** Tells whether it is only computed when it is awaited. */
    boolean inline() {
      return inline;
    }

    Outcome await() {
      if (inline) {
        task.run();
      }
      try {
        return task.get().get(place);
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
    this.measures = problem.measures();
    this.costly = problem.ofEffort(Objective.Effort.COSTLY);
    this.atOnce =
        costly.stream().mapToInt(objective -> objective.measure().atOnce()).min().orElse(1);
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

  /**
   * Begins trials, as many at once as the costly objectives like best; finished ones are recalled.
   *
   * @param probes their cheap scores, [trial]
   * @return [trial]
   */
  List<Answer> begin(List<Trial> trials, List<Probes.Probe> probes) {
    Answer[] answers = new Answer[trials.size()];
    List<Integer> passed = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      Optional<Answer> known = known(trials.get(i), probes.get(i));
      if (known.isPresent()) {
        answers[i] = known.get();
      } else {
        passed.add(i);
      }
    }
    for (int from = 0; from < passed.size(); from += atOnce) {
      List<Integer> places = passed.subList(from, Math.min(from + atOnce, passed.size()));
      List<Passed> group =
          places.stream().map(i -> new Passed(trials.get(i), probes.get(i).scores())).toList();
      FutureTask<List<Outcome>> task = new FutureTask<>(() -> run(group));
      pool.ifPresent(threads -> threads.execute(task));
      for (int member = 0; member < group.size(); member++) {
        answers[places.get(member)] = new Answer(task, member, pool.isEmpty());
      }
    }
    return List.of(answers);
  }

  /**
   * Begins one trial of which the cheap scores are known.
   *
   * @param done runs when the answer is there, unless the answer is {@link Answer#inline}
   */
  Answer begin(Trial trial, Probes.Probe probe, Runnable done) {
    Optional<Answer> known = known(trial, probe);
    if (known.isPresent()) {
      return known.get();
    }
    FutureTask<List<Outcome>> task =
        new FutureTask<>(() -> List.of(run(new Passed(trial, probe.scores())))) {
          @Override
          protected void done() {
            if (pool.isPresent()) {
              done.run();
            }
          }
        };
    pool.ifPresent(threads -> threads.execute(task));
    return new Answer(task, 0, pool.isEmpty());
  }

  /** Returns the answer of a trial that needs no costly objective. */
  private Optional<Answer> known(Trial trial, Probes.Probe probe) {
    if (trial.state().finished()) {
      return Optional.of(Answer.now(new Outcome(trial.state(), true, Optional.empty())));
    }
    if (probe.failure().isPresent()) {
      return Optional.of(Answer.now(failed(probe.failure().get(), Duration.ZERO)));
    }
    return probe.violation() > 0
        ? Optional.of(
            Answer.now(
                new Outcome(infeasible(probe.scores(), Duration.ZERO), false, Optional.empty())))
        : Optional.empty();
  }

  private List<Outcome> run(List<Passed> group) {
    return runTogether(group).orElseGet(() -> group.stream().map(this::run).toList());
  }

  /** Runs several trials; returns nothing where one fails, or there is only one. */
  private Optional<List<Outcome>> runTogether(List<Passed> group) {
    if (group.size() == 1) {
      return Optional.empty();
    }
    log(group, Collections.nCopies(group.size(), new TrialState.Running()));
    long start = System.nanoTime();
    Optional<List<List<ObjectiveValue>>> scores =
        FailedEvaluation.together(costly, group.stream().map(this::network).toList());
    Duration each = since(start).dividedBy(group.size());
    return scores.map(
        all -> {
          List<TrialState> states =
              IntStream.range(0, group.size())
                  .mapToObj(i -> scored(group.get(i), all.get(i), each))
                  .toList();
          log(group, states);
          return states.stream().map(state -> new Outcome(state, true, Optional.empty())).toList();
        });
  }

  private void log(List<Passed> group, List<? extends TrialState> states) {
    Map<Long, TrialState> byTrial = new LinkedHashMap<>();
    for (int i = 0; i < group.size(); i++) {
      byTrial.put(group.get(i).trial().id(), states.get(i));
    }
    context.log().updateAll(byTrial);
  }

  private Outcome run(Passed passed) {
    context.log().update(passed.trial().id(), new TrialState.Running());
    long start = System.nanoTime();
    try {
      List<ObjectiveValue> scores = FailedEvaluation.orScores(costly, network(passed));
      TrialState state = scored(passed, scores, since(start));
      context.log().update(passed.trial().id(), state);
      return new Outcome(state, true, Optional.empty());
    } catch (FailedEvaluation e) {
      return failed(e, since(start));
    }
  }

  private Network network(Passed passed) {
    return new Network(problem.space(), new DecisionVector(passed.trial().spec().decisions()));
  }

  private TrialState scored(Passed passed, List<ObjectiveValue> costlyScores, Duration duration) {
    List<ObjectiveValue> scores = inOrder(passed.cheap(), costlyScores);
    return problem.violation(scores) > 0
        ? infeasible(scores, duration)
        : new TrialState.Done(scores, duration);
  }

  private static Outcome failed(FailedEvaluation failure, Duration duration) {
    return new Outcome(
        new TrialState.Failed(failure.getMessage(), duration), false, Optional.of(failure));
  }

  private TrialState infeasible(List<ObjectiveValue> scores, Duration duration) {
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
    return new TrialState.Infeasible(String.join("; ", reasons), scores, duration);
  }

  /** Returns cheap and costly scores in the order of the problem's objectives. */
  private List<ObjectiveValue> inOrder(List<ObjectiveValue> cheap, List<ObjectiveValue> others) {
    List<ObjectiveValue> ordered = new ArrayList<>();
    int cheapTaken = 0;
    int othersTaken = 0;
    for (Objective measure : measures) {
      ordered.add(
          measure.effort() == Objective.Effort.CHEAP
              ? cheap.get(cheapTaken++)
              : others.get(othersTaken++));
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
