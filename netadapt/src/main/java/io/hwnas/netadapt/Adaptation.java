package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.results.ObjectiveValue;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import io.hwnas.space.Architecture;
import io.hwnas.space.Architectures;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** One run of {@link NetAdapt}; used once. */
final class Adaptation {
  private static final int HALVINGS = 10;
  private static final int WHOLE_WAY = 1000;

  private final NetAdaptSettings settings;
  private final ProposalScan scan;
  private final Tuning tuning;
  private final AdaptationStore store;
  private final ProgressListener progress;
  private final List<NetAdaptStep> steps = new ArrayList<>();
  private double startMillis;

  Adaptation(
      NetAdaptSettings settings,
      ProposalScan scan,
      Tuning tuning,
      AdaptationStore store,
      ProgressListener progress) {
    this.settings = settings;
    this.scan = scan;
    this.tuning = tuning;
    this.store = store;
    this.progress = progress;
  }

  NetAdaptResult run(Architecture architecture, Weights weights) {
    LayerGraph graph = LayerGraph.of(architecture);
    weights.requireFits(graph);
    startMillis = scan.millis(architecture);
    boolean within = startMillis <= settings.budgetMillis();
    scan.requireReachable(architecture);
    Network network =
        Network.of(architecture, weights, startMillis, tuning.startAccuracy(graph, weights));
    if (within) {
      progress.update(WHOLE_WAY, WHOLE_WAY, "nothing to do: " + text(network));
    } else {
      network = replay(network);
      while (network.latencyMillis() > settings.budgetMillis()) {
        network = step(network);
      }
      progress.update(WHOLE_WAY, WHOLE_WAY, text(network));
    }
    return new NetAdaptResult(
        network.architecture(),
        network.weights(),
        network.latencyMillis(),
        network.accuracy(),
        steps);
  }

  /** Takes the steps that the journal holds, with weights from the latest checkpoint on. */
  private Network replay(Network start) {
    List<NetAdaptStep> finished = new ArrayList<>();
    for (Optional<NetAdaptStep> step = store.recallStep(1);
        step.isPresent();
        step = store.recallStep(finished.size() + 1)) {
      finished.add(step.get());
    }
    int saved = store.latestSavedStep();
    Network network = start;
    for (NetAdaptStep step : finished) {
      if (step.number() < saved) {
        network = taken(network, step, network.weights());
      } else if (step.number() == saved) {
        network = taken(network, step, store.latestSaved());
      } else {
        Weights tuned = tuning.tune(network, step.number(), step.winner().proposal());
        network = taken(network, step, tuned);
        store.save(step.number(), tuned);
      }
      forgetAll(step);
    }
    return network;
  }

  private Network step(Network network) {
    int number = steps.size() + 1;
    List<Proposal> proposals = proposals(network);
    Map<Proposal, Double> screened = tuning.screen(network, number, proposals);
    Set<Proposal> finalists = tuning.finalists(network, proposals, screened);
    List<ScoredProposal> scored = new ArrayList<>();
    Optional<Tuning.Tuned> best = Optional.empty();
    int tried = 0;
    for (Proposal proposal : proposals) {
      OptionalDouble before =
          screened.containsKey(proposal)
              ? OptionalDouble.of(screened.get(proposal))
              : OptionalDouble.empty();
      if (!finalists.contains(proposal)) {
        scored.add(new ScoredProposal(proposal, before, OptionalDouble.empty(), Optional.empty()));
        continue;
      }
      report(network, number, proposal, tried / (double) finalists.size());
      tried++;
      Tuning.Tuned tuned = tuning.evaluate(network, number, proposal, before);
      scored.add(tuned.scored());
      best = betterOf(network, number, best, tuned);
    }
    Tuning.Tuned winner = best.orElseThrow(() -> allFailed(number, scored));
    NetAdaptStep step = new NetAdaptStep(number, scored, winner.scored());
    store.record(step);
    Weights weights =
        winner.weights().orElseGet(() -> tuning.tune(network, number, winner.scored().proposal()));
    Network next = taken(network, step, weights);
    store.save(number, weights);
    forgetAll(step);
    return next;
  }

  /** Returns the better of two proposals of a step and forgets the other. */
  private Optional<Tuning.Tuned> betterOf(
      Network network, int number, Optional<Tuning.Tuned> best, Tuning.Tuned next) {
    if (next.scored().accuracy().isEmpty()) {
      return best;
    }
    if (best.isPresent() && !better(network, next.scored(), best.get().scored())) {
      tuning.forget(number, next.scored().proposal());
      return best;
    }
    best.ifPresent(earlier -> tuning.forget(number, earlier.scored().proposal()));
    return Optional.of(next);
  }

  /** Lets go of what the fine-tunings of a step kept, once its weights are saved. */
  private void forgetAll(NetAdaptStep step) {
    step.proposals().forEach(scored -> tuning.forget(step.number(), scored.proposal()));
  }

  private List<Proposal> proposals(Network network) {
    double cut = settings.deltaMillis();
    for (int halving = 0; halving <= HALVINGS; halving++) {
      List<Proposal> proposals =
          scan.proposals(network.architecture(), network.latencyMillis() - cut);
      if (!proposals.isEmpty()) {
        return proposals;
      }
      cut /= 2;
    }
    throw settings.unreachable(network.latencyMillis(), startMillis);
  }

  private static boolean better(Network network, ScoredProposal one, ScoredProposal other) {
    Comparator<ScoredProposal> byMerit =
        Comparator.comparingDouble(
            scored -> network.merit(scored.proposal(), scored.accuracy().orElseThrow()));
    return byMerit
            .thenComparingDouble(scored -> network.cutMillis(scored.proposal()))
            .compare(one, other)
        > 0;
  }

  private static IllegalStateException allFailed(int number, List<ScoredProposal> scored) {
    String cause =
        scored.stream()
            .flatMap(proposal -> proposal.failure().stream())
            .findFirst()
            .orElse("there was none");
    return new IllegalStateException(
        "NetAdapt step %d: every proposal failed; the first: %s".formatted(number, cause));
  }

  /** Takes a step that is journalled: shows its trials and moves to its winner. */
  private Network taken(Network network, NetAdaptStep step, Weights weights) {
    steps.add(step);
    publish(network, step);
    Proposal winner = step.winner().proposal();
    return Network.of(
        ProposalScan.apply(network.architecture(), winner),
        weights,
        winner.latencyMillis(),
        step.winner().accuracy().orElseThrow());
  }

  private void publish(Network network, NetAdaptStep step) {
    Map<TrialSpec, TrialState> trials = new LinkedHashMap<>();
    for (ScoredProposal scored : step.proposals()) {
      Proposal proposal = scored.proposal();
      Architecture architecture = ProposalScan.apply(network.architecture(), proposal);
      TrialSpec spec =
          new TrialSpec(
              store.name(),
              "step %d %s %d".formatted(step.number(), proposal.group(), proposal.channels()),
              List.of(),
              architecture.name(),
              Architectures.write(architecture),
              tuning.proposalSeed(step.number(), proposal));
      scored
          .accuracy()
          .ifPresent(
              accuracy ->
                  trials.put(
                      spec,
                      new TrialState.Done(
                          List.of(
                              ObjectiveValue.of("accuracy", accuracy),
                              ObjectiveValue.of("latencyMillis", proposal.latencyMillis())),
                          Duration.ZERO)));
      scored
          .failure()
          .ifPresent(cause -> trials.put(spec, new TrialState.Failed(cause, Duration.ZERO)));
    }
    store.publish(trials);
  }

  /** Reports how far it has come: past steps by their cuts, this one by the least it will cut. */
  private void report(Network network, int number, Proposal proposal, double shareOfStep) {
    double millis = network.latencyMillis() - shareOfStep * settings.deltaMillis();
    double way = (startMillis - millis) / (startMillis - settings.budgetMillis());
    progress.update(
        Math.round(WHOLE_WAY * Math.min(way, 1)),
        WHOLE_WAY,
        "step %d: %s; trying %d channels of %s"
            .formatted(number, text(network), proposal.channels(), proposal.group()));
  }

  private static String text(Network network) {
    return String.format(
        Locale.ROOT, "%.4g ms, accuracy %.4g", network.latencyMillis(), network.accuracy());
  }
}
