package io.hwnas.search;

import io.hwnas.results.ObjectiveValue;
import io.hwnas.results.ParetoFront;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import io.hwnas.space.Architectures;
import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that an algorithm learns about the networks of a problem, and the archive of it.
 *
 * <p>Each network is evaluated once, whatever vectors stand for it. Cheap objectives come first;
 * what a constraint on them rules out is kept as infeasible and costs nothing more. Answers arrive
 * in the order of asking whatever thread computes them, so an algorithm sees the same run at any
 * number of threads.
 *
 * <p>A trial that the log holds finished is recalled instead of evaluated. An algorithm whose
 * choices follow from seed and answers alone therefore resumes by starting again: it asks the same
 * questions in the same order, hears the stored answers in no time, and goes on from the first
 * unanswered one. This replay stands in for checkpoints; there is no state that could disagree with
 * the trials.
 *
 * <p>A failed evaluation is a failed trial. Three in a row of one kind stop the search; the last of
 * them is left unfinished in the log, so that a resumed search tries that network again.
 */
public final class Evaluations implements AutoCloseable {
  /** The stage that trials of a search bear in the store. */
  public static final String STAGE = "search";

  private static final int FAILURES_IN_A_ROW = 3;

  private final SearchProblem problem;
  private final SearchContext context;
  private final Probes probes;
  private final CostlyWork work;
  private final long expected;
  private final Map<DecisionVector, Trial> archive = new LinkedHashMap<>();
  private final UnderWay underWay = new UnderWay();
  private Optional<Trial> best = Optional.empty();
  private String bestText = "";
  private String lastKind = "";
  private int inARow;

  /**
   * Opens the archive of one search.
   *
   * @param problem what is searched for
   * @param context seed, threads, log and listener
   * @param expected how many networks the algorithm means to ask for, for the listener
   */
  public Evaluations(SearchProblem problem, SearchContext context, long expected) {
    this.problem = problem;
    this.context = context;
    this.expected = expected;
    this.probes = new Probes(problem);
    this.work = new CostlyWork(problem, context);
  }

  /**
   * Finds a network within all constraints on cheap objectives: the fastest one of the space, or
   * very nearly, where a latency budget is the only one.
   *
   * @return its canonical vector
   * @throws io.hwnas.space.InvalidInputException if there is none, naming the nearest value
   */
  public DecisionVector requireFeasible() {
    return new FeasibilityScan(problem, probes, context.seed()).find();
  }

  /**
   * Tells whether a network was evaluated.
   *
   * @param canonical its canonical vector
   * @return whether it is in the archive
   */
  public boolean evaluated(DecisionVector canonical) {
    return archive.containsKey(canonical);
  }

  /**
   * Tells whether a network is within all constraints on cheap objectives, without making it a
   * trial.
   *
   * @param canonical its canonical vector
   * @return whether it is; false if a cheap objective fails
   */
  public boolean feasible(DecisionVector canonical) {
    return probes.of(canonical).violation() == 0;
  }

  /** Returns what a cheap objective says of a network; not a number where it fails. */
  double cheap(DecisionVector canonical, String objective) {
    return probes.of(canonical).score(objective).map(ObjectiveValue::value).orElse(Double.NaN);
  }

  /** Returns by how much a network exceeds the constraints on cheap objectives. */
  double violation(DecisionVector canonical) {
    return probes.once(canonical).violation();
  }

  /**
   * Evaluates networks, each as a finished trial of the log.
   *
   * @param vectors what to evaluate; vectors may repeat or stand for one network
   * @return their trials in the order of {@code vectors}, done, failed or infeasible
   * @throws SearchStoppedException if the third failure of one kind in a row happens
   */
  public List<Trial> evaluate(List<DecisionVector> vectors) {
    List<DecisionVector> canonical = vectors.stream().map(problem::canonical).toList();
    List<DecisionVector> fresh =
        canonical.stream().filter(vector -> !evaluated(vector)).distinct().toList();
    List<Trial> added = context.log().addAll(fresh.stream().map(this::spec).toList());
    List<CostlyWork.Answer> answers = work.begin(added, fresh.stream().map(probes::of).toList());
    try {
      for (int i = 0; i < fresh.size(); i++) {
        archive.put(fresh.get(i), settle(added.get(i), answers.get(i).await()));
        report(archive.size());
      }
    } finally {
      answers.forEach(CostlyWork.Answer::cancel);
    }
    return canonical.stream().map(archive::get).toList();
  }

  /**
   * Begins the evaluation of a network neither evaluated nor under way, for {@link #take}. What is
   * taken when depends on durations, so an algorithm that uses this is not repeatable, and resumes
   * by {@link #recall}.
   */
  void begin(DecisionVector canonical) {
    Trial trial = context.log().addAll(List.of(spec(canonical))).get(0);
    underWay.add(canonical, trial, ended -> work.begin(trial, probes.of(canonical), ended));
  }

  /** Returns the networks that were begun and not taken. */
  Set<DecisionVector> underWay() {
    return underWay.networks();
  }

  /** Waits for the first of those under way to finish, and returns its trial. */
  Trial take() {
    UnderWay.Begun ended = underWay.take();
    Trial trial = settle(ended.trial(), ended.answer().await());
    archive.put(ended.network(), trial);
    report(archive.size());
    return trial;
  }

  /**
   * Takes what the log holds finished into the archive, and returns the networks that were begun
   * and not finished.
   */
  List<DecisionVector> recall() {
    List<DecisionVector> unfinished = new ArrayList<>();
    for (Trial trial : context.log().trials()) {
      DecisionVector network = new DecisionVector(trial.spec().decisions());
      if (trial.state().finished()) {
        archive.put(network, trial);
        consider(trial);
      } else {
        unfinished.add(network);
      }
    }
    return unfinished;
  }

  /** Returns how many networks were evaluated. */
  int count() {
    return archive.size();
  }

  /**
   * Returns every network evaluated.
   *
   * @return the trials in the order of asking
   */
  public List<Trial> trials() {
    return List.copyOf(archive.values());
  }

  /**
   * Sums up, at the end of a search.
   *
   * @return what was found so far
   * @throws SearchStoppedException if no evaluation succeeded
   * @throws io.hwnas.space.InvalidInputException if all that did are beyond the constraints
   */
  public SearchResult result() {
    Trial found = best.orElseThrow(() -> NothingFound.of(problem, archive.values(), lastKind));
    ParetoFront<Trial> front =
        new ParetoFront<>(problem.objectives().stream().map(Objective::direction).toList());
    int costly = 0;
    for (Trial trial : archive.values()) {
      if (trial.state() instanceof TrialState.Done) {
        front.offer(trial, values(trial));
      }
      costly += ruledOut(trial.state()) ? 0 : 1;
    }
    report(expected);
    return new SearchResult(front.items(), found, trials(), costly);
  }

  /** Ends the threads, after what they evaluate now. */
  @Override
  public void close() {
    underWay.cancel();
    work.close();
  }

  private TrialSpec spec(DecisionVector vector) {
    String name = problem.space().name();
    String yaml =
        context.log().keepsArchitectures()
            ? Architectures.write(problem.space().decode(vector))
            : "";
    if (vector.choices().isEmpty()) {
      return new TrialSpec(STAGE, "only", vector.choices(), name, yaml, context.seed());
    }
    return TrialSpec.ofDecisions(STAGE, vector.choices(), name, yaml, context.seed());
  }

  /** Tells whether a cheap constraint made the costly objectives needless. */
  private boolean ruledOut(TrialState state) {
    return state instanceof TrialState.Infeasible infeasible
        && infeasible.objectives().size() < problem.measures().size();
  }

  private Trial settle(Trial trial, CostlyWork.Outcome outcome) {
    TrialState state = outcome.state();
    if (state instanceof TrialState.Failed failed) {
      String kind = FailedEvaluation.kind(failed.cause());
      inARow = kind.equals(lastKind) ? inARow + 1 : 1;
      lastKind = kind;
      if (inARow >= FAILURES_IN_A_ROW) {
        throw outcome.stop("%d networks in a row: %s".formatted(inARow, failed.cause()));
      }
    } else if (!ruledOut(state)) {
      inARow = 0;
    }
    Trial settled = new Trial(trial.id(), trial.spec(), state);
    consider(settled);
    return outcome.logged() ? settled : context.log().update(trial.id(), state);
  }

  private void consider(Trial trial) {
    if (trial.state() instanceof TrialState.Done && (best.isEmpty() || better(trial, best.get()))) {
      best = Optional.of(trial);
      bestText = text(trial);
    }
  }

  private boolean better(Trial trial, Trial other) {
    int order =
        Double.compare(problem.reward().of(problem, trial), problem.reward().of(problem, other));
    if (order != 0) {
      return order > 0;
    }
    double[] values = values(trial);
    double[] others = values(other);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != others[i]) {
        return problem.objectives().get(i).direction().better(values[i], others[i]);
      }
    }
    return false;
  }

  private double[] values(Trial trial) {
    return Fitness.values(problem, trial);
  }

  private void report(long done) {
    context.progress().update(Math.min(done, expected), expected, bestText);
  }

  private String text(Trial trial) {
    List<String> parts = new ArrayList<>();
    for (ObjectiveValue score : trial.state().scores()) {
      parts.add(score.name() + " " + problem.objective(score.name()).text(score.value()));
    }
    return "best " + String.join(", ", parts);
  }
}
