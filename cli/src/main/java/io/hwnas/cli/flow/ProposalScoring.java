package io.hwnas.cli.flow;

import io.hwnas.cli.config.NetAdaptConfig;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.netadapt.EarlyStop;
import io.hwnas.netadapt.FilterSelection;
import io.hwnas.netadapt.FineTuner;
import io.hwnas.netadapt.NetAdapt;
import io.hwnas.netadapt.RetainedNorm;
import io.hwnas.netadapt.Screening;
import io.hwnas.netadapt.ValidationAccuracy;
import io.hwnas.results.Adaptation;
import io.hwnas.space.InvalidInputException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How NetAdapt's proposals are cut, tuned and scored.
 *
 * @param label what the score is called
 * @param selection by what channels are kept
 * @param fineTuner trains a proposal
 * @param score scores a proposal
 * @param screening how proposals are scored as they are cut, and how many are tuned; empty where
 *     tuning changes nothing
 * @param earlyStop when the tuning of one is stopped that cannot win
 * @param workers how many are worked on at once
 * @param imagesPerTuning images that one fine-tuning sees
 */
record ProposalScoring(
    String label,
    FilterSelection selection,
    FineTuner fineTuner,
    ValidationAccuracy score,
    Optional<Screening> screening,
    Optional<EarlyStop> earlyStop,
    int workers,
    long imagesPerTuning) {
  /**
   * Fine-tunes on the training images of a run and scores on its validation images.
   *
   * @param workers how many proposals are worked on at once; changes no result
   */
  static ProposalScoring trained(RunContext context, int workers) {
    NetAdaptConfig config = context.config().netAdapt();
    TorchOptions torch = context.config().torch();
    // Results depend on the threads of each, so these are divided as if memory always sufficed.
    int threads = Math.max(1, torch.threads() / config.workers(torch.threads()));
    NetworkTraining training = new NetworkTraining(context, new TorchOptions(threads));
    FilterSelection selection =
        switch (config.selection()) {
          case MAGNITUDE -> FilterSelection.MAGNITUDE;
          case BATCH_NORM -> FilterSelection.BATCH_NORM;
          case TAYLOR -> new TaylorSelection(context);
          case RANDOM -> FilterSelection.RANDOM;
        };
    return new ProposalScoring(
        Adaptation.ACCURACY,
        selection,
        new ProposalTuning(training, config),
        training::validationAccuracy,
        Optional.of(screening(config, training)),
        config.earlyStop(),
        workers,
        (long) config.fineTuneSteps() * config.recipe().batchSize());
  }

  private static Screening screening(NetAdaptConfig config, NetworkTraining training) {
    OptionalInt images = config.screenedImages();
    return new Screening(
        config.finalists(),
        images.isPresent()
            ? (graph, weights) -> training.validationAccuracy(graph, weights, images.getAsInt())
            : training::validationAccuracy,
        images.isEmpty());
  }

  /**
   * Trains nothing and scores by what is left of the first network's filters.
   *
   * @throws InvalidInputException if channels are to be chosen by what takes images
   */
  static ProposalScoring untrained(NetAdaptConfig config, Candidate first) {
    return new ProposalScoring(
        RetainedNorm.NAME,
        selection(config),
        (graph, weights, seed) -> weights,
        new RetainedNorm(first.graph(), first.weights(), config.kinds()),
        Optional.empty(),
        Optional.empty(),
        1,
        0);
  }

  /** Returns the selection of filters where there are no images. */
  static FilterSelection selection(NetAdaptConfig config) {
    return switch (config.selection()) {
      case MAGNITUDE -> FilterSelection.MAGNITUDE;
      case BATCH_NORM -> FilterSelection.BATCH_NORM;
      case RANDOM -> FilterSelection.RANDOM;
      case TAYLOR ->
          throw new InvalidInputException(
              "netadapt.selection: taylor looks at training images; give some with --data, or"
                  + " choose magnitude, batch-norm or random");
    };
  }

  /** Returns the method that tunes and scores so. */
  NetAdapt applied(NetAdapt method) {
    NetAdapt selecting = method.selecting(selection).withWorkers(workers);
    NetAdapt screened = screening.map(selecting::screened).orElse(selecting);
    return earlyStop.map(screened::stopping).orElse(screened);
  }
}
