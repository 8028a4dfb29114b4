package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ProgressListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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
  private final AdaptationStore store;
  private final ProgressListener progress;
  private final Variant start;
  private final Weights startWeights;
  private final List<NetAdaptStep> steps = new ArrayList<>();
  private final Map<Variant, ScoredProposal> scored = new LinkedHashMap<>();
  private Optional<NetAdaptStep> finished = Optional.empty();
  private Optional<Visit<Variant>> from = Optional.empty();
  private int toTry;
  private int tried;

  TrainedLandscape(
      NetAdaptSettings settings,
      ProposalScan scan,
      Tuning tuning,
      AdaptationStore store,
      ProgressListener progress,
      Variant start,
      Weights startWeights) {
    this.settings = settings;
    this.scan = scan;
    this.tuning = tuning;
    this.store = store;
    this.progress = progress;
    this.start = start;
    this.startWeights = startWeights;
  }

  List<NetAdaptStep> steps() {
    return steps;
  }

  /** Returns what ended the way above the budget: no proposal, or failures alone. */
  RuntimeException stuck(Visit<Variant> last) {
    Optional<String> failure =
        scored.values().stream().flatMap(proposal -> proposal.failure().stream()).findFirst();
    if (failure.isEmpty()) {
      return settings.unreachable(last.cost(), start.latencyMillis());
    }
    return new IllegalStateException(
        "NetAdapt step %d: every proposal failed; the first: %s".formatted(step(), failure.get()));
  }

  @Override
  public double cost(Variant network) {
    return network.latencyMillis();
  }

  @Override
  public double[] shares(Variant network) {
    Map<String, ChannelGroup> groups = network.graph().channelGroups();
    return scan.groups(start.architecture()).stream()
        .mapToDouble(group -> groups.get(group.id()).channels() / (double) group.channels())
        .toArray();
  }

  @Override
  public List<Variant> cuts(Variant network, double targetMillis) {
    return scan.proposals(network.architecture(), targetMillis).stream()
        .map(proposal -> network.cut(step(), proposal))
        .toList();
  }

  @Override
  public List<Variant> exchanges(Variant network, double targetMillis) {
    return List.of();
  }

  @Override
  public List<Variant> shortlist(Visit<Variant> parent, List<Variant> proposals, Merit merit) {
    from = Optional.of(parent);
    finished = store.recallStep(step());
    Map<Variant, Double> screened = tuning.screen(proposals);
    screened.forEach((variant, accuracy) -> scored.put(variant, screenedAlone(variant, accuracy)));
    List<Variant> shortlist =
        screened.isEmpty() ? proposals : tuning.finalists(parent, screened, merit);
    toTry = shortlist.size();
    return shortlist;
  }

  private static ScoredProposal screenedAlone(Variant variant, double accuracy) {
    return new ScoredProposal(
        variant.cameFrom().proposal(),
        OptionalDouble.of(accuracy),
        OptionalDouble.empty(),
        Optional.empty());
  }

  @Override
  public OptionalDouble accuracy(Variant network) {
    if (network.origin().isEmpty()) {
      return OptionalDouble.of(tuning.startAccuracy(network, startWeights));
    }
    ScoredProposal result = recalled(network).orElseGet(() -> evaluated(network));
    scored.put(network, result);
    tried++;
    return result.accuracy();
  }

  private Optional<ScoredProposal> recalled(Variant network) {
    return finished.flatMap(
        step ->
            step.proposals().stream()
                .filter(before -> before.proposal().equals(network.cameFrom().proposal()))
                .findFirst());
  }

  private ScoredProposal evaluated(Variant network) {
    report(network.cameFrom());
    ScoredProposal before = scored.get(network);
    return tuning.evaluate(network, before == null ? OptionalDouble.empty() : before.screened());
  }

  @Override
  public void release(Variant network) {
    tuning.forget(network);
  }

  /** Journals the step before its winner's weights are kept, and only then lets others go. */
  @Override
  public void taken(List<Variant> proposals, Visit<Variant> winner) {
    Variant network = winner.network();
    NetAdaptStep step =
        finished.orElseGet(
            () ->
                new NetAdaptStep(
                    step(), proposals.stream().map(scored::get).toList(), scored.get(network)));
    if (finished.isEmpty()) {
      store.record(step);
    }
    keepWeights(step.number(), network);
    store.publish(StepTrials.of(store.name(), proposals, scored::get, tuning));
    tuning.holdAlone(network);
    proposals.forEach(tuning::forgetTraining);
    steps.add(step);
    scan.chosen(network.architecture());
    scored.clear();
    tried = 0;
  }

  private void keepWeights(int step, Variant winner) {
    int saved = store.latestSavedStep();
    if (step == saved) {
      tuning.hold(winner, store.latestSaved());
    } else if (step > saved) {
      store.save(step, tuning.weights(winner));
    }
  }

  private int step() {
    return steps.size() + 1;
  }

  /** Reports how far it has come: past steps by their cuts, this one by the least it will cut. */
  private void report(Variant.Origin origin) {
    double at = from.orElseThrow().cost();
    double millis = at - tried / (double) toTry * settings.deltaMillis();
    double way =
        (start.latencyMillis() - millis) / (start.latencyMillis() - settings.budgetMillis());
    progress.update(
        Math.round(WHOLE_WAY * Math.min(way, 1)),
        WHOLE_WAY,
        "step %d: %s; trying %d channels of %s"
            .formatted(
                origin.step(),
                text(from.orElseThrow()),
                origin.proposal().channels(),
                origin.proposal().group()));
  }

  /** Reports that nothing is left to do. */
  void reportEnd(Visit<Variant> last) {
    String prefix = steps.isEmpty() ? "nothing to do: " : "";
    progress.update(WHOLE_WAY, WHOLE_WAY, prefix + text(last));
  }

  private static String text(Visit<Variant> visit) {
    return String.format(Locale.ROOT, "%.4g ms, accuracy %.4g", visit.cost(), visit.accuracy());
  }
}
