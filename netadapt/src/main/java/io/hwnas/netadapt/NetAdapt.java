package io.hwnas.netadapt;

import io.hwnas.export.Weights;
import io.hwnas.latency.LatencyModel;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import java.util.Optional;

/**
 * Shrinks a trained network step by step until its predicted latency is within a budget (NetAdapt,
 * Yang et al., ECCV 2018, as MobileNetV3 uses it, section 4.2).
 *
 * <p>In each step every channel group that may shrink makes one proposal: the most channels (a
 * multiple of the channel step, or another of the {@link ChannelCounts}) with which the network is
 * at least δ faster, or within the budget. Groups that cannot do that make none; where none can, δ
 * is halved for this step until one can. Each proposal keeps the channels of largest filters, or
 * those of another {@link FilterSelection}, is fine-tuned for a short while and scored; the best by
 * the policy's {@link Merit} is taken with its weights, of equals the greater cut. Long-term
 * fine-tuning afterwards is the caller's.
 *
 * <p>Under a policy that {@linkplain Policy#looksBack looks back}, a network in which a group grew
 * back is cut from the nearest network before it that still has all its channels.
 *
 * <p>Every accuracy is journalled before it is compared and every step before it is taken; the
 * weights are kept after each step. A resumed run recalls finished steps, loads the latest weights
 * (or computes those of later winners again, from the same seeds), and goes on within the step that
 * was broken off, so it ends as the unbroken run does. A fine-tuner that keeps checkpoints is told
 * when those of a proposal may go.
 *
 * <p>The latency model hears of the proposals of a step, but for policies that look back, and of
 * each network that a step took, and may know better since: proposals are looked for again, and the
 * next step begins from what it says then.
 *
 * <p>A proposal whose fine-tuning throws or gives no finite accuracy is out; bad input and failures
 * of files are not caught.
 */
public final class NetAdapt {
  private static final int HALVINGS = 10;

  private final NetAdaptSettings settings;
  private final LatencyModel latency;
  private final FineTuner fineTuner;
  private final ValidationAccuracy accuracy;
  private final Choices choices;

  /** What need not be said. */
  private record Choices(
      Optional<Screening> screening,
      Optional<EarlyStop> earlyStop,
      Policy policy,
      FilterSelection selection,
      ChannelCounts counts,
      StepListener listener,
      int workers) {
    private Choices screened(Screening by) {
      return new Choices(Optional.of(by), earlyStop, policy, selection, counts, listener, workers);
    }

    private Choices stopping(EarlyStop losers) {
      return new Choices(
          screening, Optional.of(losers), policy, selection, counts, listener, workers);
    }

    private Choices by(Policy other) {
      return new Choices(screening, earlyStop, other, selection, counts, listener, workers);
    }

    private Choices selecting(FilterSelection other) {
      return new Choices(screening, earlyStop, policy, other, counts, listener, workers);
    }

    private Choices trying(ChannelCounts other) {
      return new Choices(screening, earlyStop, policy, selection, other, listener, workers);
    }

    private Choices telling(StepListener other) {
      return new Choices(screening, earlyStop, policy, selection, counts, other, workers);
    }

    private Choices withWorkers(int count) {
      return new Choices(screening, earlyStop, policy, selection, counts, listener, count);
    }
  }

  private NetAdapt(
      NetAdaptSettings settings,
      LatencyModel latency,
      FineTuner fineTuner,
      ValidationAccuracy accuracy,
      Choices choices) {
    this.settings = settings;
    this.latency = latency;
    this.fineTuner = fineTuner;
    this.accuracy = accuracy;
    this.choices = choices;
  }

  /**
   * Creates the method with MobileNetV3's policy; every proposal is fine-tuned.
   *
   * @param settings how far and in which steps
   * @param latency predicts latencies
   * @param fineTuner short-term fine-tuning, on the training split
   * @param accuracy scores fine-tuned networks, on the validation split
   */
  public NetAdapt(
      NetAdaptSettings settings,
      LatencyModel latency,
      FineTuner fineTuner,
      ValidationAccuracy accuracy) {
    this(
        settings,
        latency,
        fineTuner,
        accuracy,
        new Choices(
            Optional.empty(),
            Optional.empty(),
            Policy.MOBILENET_V3,
            FilterSelection.MAGNITUDE,
            ChannelCounts.multiplesOf(settings.channelStep()),
            StepListener.NONE,
            1));
  }

  private NetAdapt with(Choices others) {
    return new NetAdapt(settings, latency, fineTuner, accuracy, others);
  }

  /**
   * Returns the same method with proposals screened before fine-tuning.
   *
   * @param by how many are left and what they are screened by
   * @return the cheaper method
   */
  public NetAdapt screened(Screening by) {
    return with(choices.screened(by));
  }

  /**
   * Returns the same method, which stops the fine-tuning of proposals that cannot win.
   *
   * @param losers when that is
   * @return the cheaper method
   */
  public NetAdapt stopping(EarlyStop losers) {
    return with(choices.stopping(losers));
  }

  /**
   * Returns the same method with another policy. One that looks back fine-tunes all that it
   * evaluates to the end; nothing is left out or stopped.
   *
   * @param other how steps are made
   * @return the method
   */
  public NetAdapt by(Policy other) {
    return with(choices.by(other));
  }

  /**
   * Returns the same method with another selection of filters.
   *
   * @param other by what the channels are chosen that a proposal keeps
   * @return the method
   */
  public NetAdapt selecting(FilterSelection other) {
    return with(choices.selecting(other));
  }

  /**
   * Returns the same method with other channel counts for proposals. Channels that are given back
   * stay multiples of the channel step, which is also the least that a group shrinks to.
   *
   * @param other which counts are tried
   * @return the method
   */
  public NetAdapt trying(ChannelCounts other) {
    return with(choices.trying(other));
  }

  /**
   * Returns the same method, which tells of its steps.
   *
   * @param listener hears of each step after it was taken
   * @return the method
   */
  public NetAdapt telling(StepListener listener) {
    return with(choices.telling(listener));
  }

  /**
   * Returns the same method, which works on several proposals of a step at once. What it finds is
   * the same; fine-tuner and accuracy are called from several threads at once.
   *
   * @param count how many proposals
   * @return the method
   * @throws InvalidInputException if it is below 1
   */
  public NetAdapt withWorkers(int count) {
    if (count < 1) {
      throw new InvalidInputException("there must be at least 1 worker, not " + count);
    }
    return with(choices.withWorkers(count));
  }

  /**
   * Tells how far shrinking could reach at most, without any training.
   *
   * @param architecture the network
   * @param settings which channels may shrink
   * @param latency predicts latencies
   * @return the predicted latency of the network with every group that may shrink at its least
   *     size, in milliseconds, or the greatest share of a cap that it takes times the budget, if
   *     that is more; {@link #shrink} refuses budgets below it
   */
  public static double leastCost(
      Architecture architecture, NetAdaptSettings settings, LatencyModel latency) {
    return new ProposalScan(latency, settings).leastCost(architecture);
  }

  /**
   * Refuses, without any training, a network that shrinking cannot bring within the budget.
   *
   * @param architecture the network
   * @param settings how far, and which channels may shrink
   * @param latency predicts latencies
   * @return whether there is anything to do: whether it is above a budget as it is
   * @throws InvalidInputException as {@link #shrink} does, naming the latency that shrinking can
   *     reach
   */
  public static boolean requireReachable(
      Architecture architecture, NetAdaptSettings settings, LatencyModel latency) {
    ProposalScan scan = new ProposalScan(latency, settings);
    scan.requireReachable(architecture);
    return !scan.isWithin(architecture);
  }

  /**
   * Shrinks a network; with a store that holds steps of this run, goes on after them.
   *
   * @param architecture the network
   * @param weights its trained weights
   * @param store where accuracies, steps and weights are kept
   * @param progress hears of every proposal when it is waited for, in thousandths of the way to the
   *     budget
   * @return the shrunk network; {@link NetAdaptResult#nothingToDo} where it is within the budget as
   *     it is
   * @throws InvalidInputException if the weights do not fit, or if shrinking cannot reach the
   *     budget, naming the latency that it can reach, if all proposals of a step fail, or if a
   *     recorded step cannot be made again
   */
  public NetAdaptResult shrink(
      Architecture architecture,
      Weights weights,
      AdaptationStore store,
      ProgressListener progress) {
    try (Workers workers = new Workers(choices.workers)) {
      return shrink(architecture, weights, store, progress, workers);
    }
  }

  private NetAdaptResult shrink(
      Architecture architecture,
      Weights weights,
      AdaptationStore store,
      ProgressListener progress,
      Workers workers) {
    ProposalScan scan = new ProposalScan(latency, settings, choices.counts);
    scan.requireReachable(architecture);
    Variant start = Variant.first(architecture, scan.millis(architecture));
    weights.requireFits(start.graph());
    VariantWeights found =
        new VariantWeights(settings.seed(), choices.selection, fineTuner, store, start, weights);
    TrainedLandscape landscape =
        landscape(
            scan,
            found,
            start,
            new Scoring(accuracy, store, workers),
            new TrainedLandscape.Listeners(store, progress, choices.listener));
    Visit<Variant> last = descend(landscape, start);
    return new NetAdaptResult(
        last.network().architecture(),
        found.of(last.network()),
        scan.millis(last.network().architecture()),
        last.accuracy(),
        last.network().tunings(),
        landscape.steps());
  }

  private TrainedLandscape landscape(
      ProposalScan scan,
      VariantWeights found,
      Variant start,
      Scoring scoring,
      TrainedLandscape.Listeners listeners) {
    return new TrainedLandscape(
        settings,
        scan,
        new Tuning(choices.screening, scan, scoring, found),
        choices.earlyStop.map(rule -> new EarlyStopping(rule, scan, scoring, found)),
        found,
        listeners,
        start,
        choices.policy);
  }

  /** Goes down to the budget, or says what is in the way. */
  private Visit<Variant> descend(TrainedLandscape landscape, Variant start) {
    Stride stride =
        new Stride(
            settings.budgetMillis(), settings.deltaMillis(), settings.deltaDecay(), HALVINGS);
    Visit<Variant> last = Descent.run(landscape, choices.policy, stride, start).at();
    if (last.cost() > settings.budgetMillis()) {
      throw landscape.stuck(last);
    }
    landscape.end(last);
    return last;
  }
}
