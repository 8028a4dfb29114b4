package io.hwnas.netadapt;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/**
 * Networks that are cut from each other's weights and fine-tuned, by predicted latency; one run's.
 *
 * <p>A finished step is recalled from the store: its accuracies are known, and its winner's weights
 * are loaded where they are the latest, or computed again when they are asked for.
 */
final class TrainedLandscape implements Landscape<Variant> {
  private static final int WHOLE_WAY = 1000;

  private final NetAdaptSettings settings;
  private final ProposalScan scan;
  private final Tuning tuning;
  private final Optional<EarlyStopping> earlyStopping;
  private final VariantWeights weights;
  private final AdaptationStore store;
  private final ProgressListener progress;
  private final StepListener listener;
  private final Variant start;
  private final boolean looksBack;
  private final Lineages lineages;
  private final List<NetAdaptStep> steps = new ArrayList<>();
  private final Map<Variant, ScoredProposal> scored = new LinkedHashMap<>();
  private Optional<NetAdaptStep> finished;
  private Optional<Visit<Variant>> head = Optional.empty();
  private int recalled;
  private int tried;
  private int toTry;

  /** Who is told of what happens. */
  record Listeners(AdaptationStore store, ProgressListener progress, StepListener steps) {}

  TrainedLandscape(
      NetAdaptSettings settings,
      ProposalScan scan,
      Tuning tuning,
      Optional<EarlyStopping> earlyStopping,
      VariantWeights weights,
      Listeners listeners,
      Variant start,
      Policy policy) {
    this.settings = settings;
    this.scan = scan;
    this.tuning = tuning;
    this.earlyStopping = earlyStopping;
    this.weights = weights;
    this.store = listeners.store();
    this.progress = listeners.progress();
    this.listener = listeners.steps();
    this.start = start;
    this.looksBack = policy.looksBack();
    this.lineages = new Lineages(scan, start);
    this.finished = store.recallStep(1);
  }

  List<NetAdaptStep> steps() {
    return steps;
  }

  /**
   * Publishes the proposals of a step that none was taken in, and returns what ended the way above
   * the budget: no proposal, or failures alone.
   */
  RuntimeException stuck(Visit<Variant> last) {
    List<Variant> tried =
        scored.keySet().stream().filter(variant -> variant.cameFrom().step() == step()).toList();
    publish(tried);
    List<String> failures =
        tried.stream().flatMap(variant -> scored.get(variant).failure().stream()).toList();
    if (failures.isEmpty()) {
      return scan.unreachable(last.network().architecture(), start.architecture());
    }
    return new InvalidInputException(
        "NetAdapt step %d: all %d proposals that were tried failed; the first: %s"
            .formatted(step(), failures.size(), failures.get(0)));
  }

  @Override
  public double cost(Variant network) {
    return scan.cost(network.architecture());
  }

  @Override
  public double[] shares(Variant network) {
    return lineages.shares(network);
  }

  @Override
  public List<Variant> cuts(Variant network, double targetMillis) {
    if (looksBack) {
      return variants(network, scan.proposals(network.architecture(), targetMillis));
    }
    if (finished.isEmpty()) {
      report(0, "looking for what to cut");
    }
    // For finished steps, too, so that the latency model hears the same.
    List<Proposal> proposals = scan.settledProposals(network.architecture(), targetMillis);
    return variants(
        network, proposals.isEmpty() ? proposals : finishedProposals().orElse(proposals));
  }

  private Optional<List<Proposal>> finishedProposals() {
    return finished.map(step -> step.proposals().stream().map(ScoredProposal::proposal).toList());
  }

  @Override
  public List<Variant> exchanges(Variant network, double targetMillis) {
    return variants(
        network, scan.exchanges(start.architecture(), network.architecture(), targetMillis));
  }

  private List<Variant> variants(Variant network, List<Proposal> proposals) {
    return proposals.stream()
        .map(proposal -> lineages.propose(network, step(), proposal, !looksBack))
        .toList();
  }

  @Override
  public List<Variant> shortlist(Visit<Variant> parent, List<Variant> proposals, Merit merit) {
    if (finished.isPresent()) {
      return recalledShortlist(finished.get(), proposals);
    }
    Map<Variant, Double> screened = screened(proposals);
    List<Variant> shortlist =
        screened.isEmpty() ? proposals : tuning.finalists(parent, screened, merit);
    toTry = shortlist.size();
    return earlyStopping.map(by -> running(by, parent, shortlist, merit)).orElse(shortlist);
  }

  private Map<Variant, Double> screened(List<Variant> proposals) {
    Map<Variant, Double> screened = tuning.screen(proposals);
    screened.forEach((variant, accuracy) -> learn(variant, known -> known.screenedAt(accuracy)));
    return screened;
  }

  /** Returns the proposals of a finished step that were fine-tuned to the end. */
  private List<Variant> recalledShortlist(NetAdaptStep step, List<Variant> proposals) {
    Map<Proposal, ScoredProposal> records = new HashMap<>();
    step.proposals().forEach(record -> records.put(record.proposal(), record));
    proposals.forEach(
        variant -> learn(variant, known -> records.getOrDefault(known.proposal(), known)));
    return proposals.stream().filter(variant -> known(variant).accuracy().isPresent()).toList();
  }

  private List<Variant> running(
      EarlyStopping by, Visit<Variant> parent, List<Variant> shortlist, Merit merit) {
    toTry += shortlist.size();
    EarlyStopping.Outcome early =
        by.run(
            shortlist,
            variant -> {
              report(variant.cameFrom());
              tried++;
            });
    early.accuracies().forEach((variant, value) -> learn(variant, known -> known.earlyAt(value)));
    early.failures().forEach((variant, cause) -> learn(variant, known -> known.failed(cause)));
    List<Variant> out = new ArrayList<>(by.losers(parent, early.accuracies(), merit));
    out.addAll(early.failures().keySet());
    out.forEach(weights::forgetTraining);
    List<Variant> running = shortlist.stream().filter(variant -> !out.contains(variant)).toList();
    toTry = tried + running.size();
    return running;
  }

  private void learn(Variant variant, UnaryOperator<ScoredProposal> more) {
    scored.put(variant, more.apply(known(variant)));
  }

  private ScoredProposal known(Variant variant) {
    return scored.getOrDefault(variant, ScoredProposal.unknown(variant.cameFrom().proposal()));
  }

  @Override
  public void expect(List<Variant> networks) {
    if (finished.isPresent()) {
      tuning.expect(List.of());
      return;
    }
    if (looksBack) {
      screened(networks);
    }
    tuning.expect(networks);
  }

  @Override
  public OptionalDouble accuracy(Variant network) {
    if (network.equals(start)) {
      double accuracy = tuning.startAccuracy(network);
      head = Optional.of(new Visit<>(network, cost(network), accuracy));
      return OptionalDouble.of(accuracy);
    }
    ScoredProposal result = recalled(network).orElseGet(() -> evaluated(network));
    scored.put(network, result);
    tried++;
    return result.accuracy();
  }

  /** Looks in a finished step, whose proposals are in the order of evaluation. */
  private Optional<ScoredProposal> recalled(Variant network) {
    List<ScoredProposal> proposals = finished.map(NetAdaptStep::proposals).orElse(List.of());
    while (recalled < proposals.size()) {
      ScoredProposal before = proposals.get(recalled);
      recalled++;
      if (before.proposal().equals(network.cameFrom().proposal())) {
        return Optional.of(before);
      }
    }
    return Optional.empty();
  }

  private ScoredProposal evaluated(Variant network) {
    report(network.cameFrom());
    ScoredProposal result = tuning.evaluate(network, known(network));
    if (looksBack && weights.holds(network)) {
      weights.keep(network);
    }
    return result;
  }

  @Override
  public void release(Variant network) {
    weights.forget(network);
  }

  @Override
  public void retain(List<Variant> running) {
    lineages.outlived(scored.keySet(), running).forEach(weights::drop);
  }

  /** Journals the step before its winner's weights are kept, and only then lets others go. */
  @Override
  public void taken(List<Variant> proposals, Visit<Variant> winner) {
    Variant network = winner.network();
    finished.ifPresent(recorded -> requireSame(recorded, known(network).proposal()));
    NetAdaptStep step =
        finished.orElseGet(
            () ->
                new NetAdaptStep(
                    step(),
                    OptionalDouble.of(scan.millis(head.orElseThrow().network().architecture())),
                    proposals.stream().map(scored::get).toList(),
                    scored.get(network),
                    lineages.change(head.orElseThrow().network(), network)));
    if (finished.isEmpty()) {
      store.record(step);
    }
    if (!looksBack) {
      keepWeights(step.number(), network);
    }
    publish(proposals);
    listener.taken(step, network.architecture(), () -> weights.of(network));
    if (!looksBack) {
      weights.holdAlone(network);
      proposals.forEach(weights::forgetTraining);
      scored.clear();
    }
    steps.add(step);
    scan.chosen(network.architecture());
    head = Optional.of(new Visit<>(network, cost(network), winner.accuracy()));
    finished = store.recallStep(step());
    recalled = 0;
    tried = 0;
  }

  private void publish(List<Variant> proposals) {
    store.publish(
        new StepTrials(store.name(), tuning.scoreName(), weights).of(proposals, scored::get));
  }

  /** Refuses to take another network than a recorded step did, by what is known now. */
  private static void requireSame(NetAdaptStep recorded, Proposal winner) {
    Proposal before = recorded.winner().proposal();
    if (!winner.changesAs(before)) {
      throw new InvalidInputException(
          "NetAdapt step %d took %s to %d, and would now take %s to %d: this run was begun with another latency table, or by another version of hwnas; give that back, or start another run"
              .formatted(
                  recorded.number(),
                  before.group(),
                  before.channels(),
                  winner.group(),
                  winner.channels()));
    }
  }

  private void keepWeights(int step, Variant winner) {
    int saved = store.latestSavedStep();
    if (step == saved) {
      weights.hold(winner, store.latestSaved());
    } else if (step > saved) {
      store.save(step, weights.of(winner));
    }
  }

  private int step() {
    return steps.size() + 1;
  }

  /** Reports which network is tried. */
  private void report(Variant.Origin origin) {
    report(
        toTry == 0 ? 0 : tried / (double) toTry,
        "trying %d channels of %s"
            .formatted(origin.proposal().channels(), origin.proposal().group()));
  }

  /** Reports how far it has come: past steps by their cuts, this one by the least it will cut. */
  private void report(double shareOfStep, String work) {
    double millis = head.orElseThrow().cost() - shareOfStep * settings.deltaMillis();
    double way = (cost(start) - millis) / (cost(start) - settings.budgetMillis());
    progress.update(
        Math.round(WHOLE_WAY * Math.min(way, 1)),
        WHOLE_WAY,
        "step %d: %s; %s".formatted(step(), text(head.orElseThrow()), work));
  }

  /** Lets go of all networks that the last did not come from, and reports the end. */
  void end(Visit<Variant> last) {
    if (looksBack) {
      retain(List.of(last.network()));
    }
    String prefix = steps.isEmpty() ? "nothing to do: " : "";
    progress.update(WHOLE_WAY, WHOLE_WAY, prefix + text(last));
  }

  private String text(Visit<Variant> visit) {
    return String.format(
        Locale.ROOT,
        "%.4g ms, %s %.4g",
        scan.millis(visit.network().architecture()),
        tuning.scoreName(),
        visit.accuracy());
  }
}
