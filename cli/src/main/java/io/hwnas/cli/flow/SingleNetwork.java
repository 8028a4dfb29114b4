package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.config.TrainingLength;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.progress.Console;
import io.hwnas.evaluator.TorchNetwork;
import io.hwnas.evaluator.TrainingMemory;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.export.Weights;
import io.hwnas.results.Adaptation;
import io.hwnas.results.Journal;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Architecture;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What can be done with one network alone, but for shrinking: train it, score it.
 *
 * <p>A training is a run: it can be killed and resumed, and leaves the network in {@code best/}.
 */
public final class SingleNetwork {
  private static final String TRAINING = "training";

  private final RunConfig config;
  private final Console console;
  private final RunData images;

  /**
   * Loads the images.
   *
   * @param config the run
   * @param console hears how far it has come
   * @throws io.hwnas.space.InvalidInputException if the images cannot be loaded
   */
  public SingleNetwork(RunConfig config, Console console) {
    this.config = config;
    this.console = console;
    this.images = new RunData(config.data(), config.seed());
  }

  /**
   * What came of it.
   *
   * @param architecture the network
   * @param accuracy top-1 accuracy on the validation split, a fraction
   * @param images images that it was trained on, one count a step and image
   * @param way NetAdapt's way to it, where it was shrunk
   * @param comparison the network beside the baselines, where it was held against them
   */
  public record Outcome(
      Architecture architecture,
      double accuracy,
      long images,
      Optional<Adaptation> way,
      Optional<Comparison> comparison) {
    /**
     * Returns the outcome for a program.
     *
     * @param network what the user calls the network
     * @param directory the run that it lies in
     * @return an object of what was trained, how well, and where it is
     */
    public ObjectNode json(String network, RunDirectory directory) {
      ObjectNode json =
          Json.object()
              .put("network", network)
              .put("validationTop1", accuracy)
              .put("images", images)
              .put("folder", directory.bestFolder().toString());
      way.ifPresent(steps -> json.set("steps", new AdaptationView(steps).json()));
      comparison.ifPresent(beside -> json.set("comparison", beside.json()));
      return json;
    }

    /**
     * Returns NetAdapt's steps for a person.
     *
     * @return a table; nothing where the network was not shrunk
     */
    public String steps() {
      return way.map(steps -> new AdaptationView(steps).text()).orElse("");
    }

    /**
     * Holds the latency of a network that was shrunk against the budget.
     *
     * @param budgetMillis the budget
     * @return the predicted latency, and the measured one where the last step's network was timed
     */
    public String latencyText(double budgetMillis) {
      return new AdaptationView(way.orElseThrow()).latencyText(budgetMillis);
    }

    /**
     * Returns the comparison with the baselines for a person.
     *
     * @return a table; nothing where there was none
     */
    public String comparisonText() {
      return comparison.map(Comparison::text).orElse("");
    }

    /** Returns the outcome of a network that was trained alone. */
    static Outcome of(Candidate network) {
      return new Outcome(
          network.architecture(),
          network.accuracy(),
          network.images(),
          Optional.empty(),
          Optional.empty());
    }

    /** Adds the way to a network that was shrunk, and what it was held against. */
    Outcome with(Adaptation steps, Optional<Comparison> beside) {
      return new Outcome(architecture, accuracy, images, Optional.of(steps), beside);
    }
  }

  /**
   * Returns the images in the form that a reference network is to take.
   *
   * @return the training images
   */
  public ImageSet trainingImages() {
    return images.own().training().images();
  }

  /**
   * Refuses, before a run is made, a training whose batches are of more images than there are, or
   * that would learn from another network.
   *
   * @throws io.hwnas.space.InvalidInputException naming the key
   */
  public void requireTrainable() {
    if (config.recipe().distillation().isPresent()) {
      throw new InvalidInputException(
          "training.distillation: there is no network to learn from; leave it out, or set it to none");
    }
    new ImageCheck(trainingImages().size()).requireAtMost(TRAINING, config.recipe());
  }

  /**
   * Refuses, before a run is made, a training that takes more memory than there is.
   *
   * @param architecture the network
   * @throws io.hwnas.space.InvalidInputException naming the key and the estimate
   */
  public void requireMemory(Architecture architecture) {
    MemoryCheck.ofThisMachine()
        .requireEnough(
            TRAINING,
            architecture.name(),
            TrainingMemory.of(LayerGraph.of(architecture), config.recipe()),
            config.recipe().batchSize());
  }

  /**
   * Trains a network.
   *
   * @param directory the run
   * @param architecture the network
   * @param initial finds the weights to begin with; none for random ones
   * @param seen finds how many images these saw, where that is known
   * @param length how long
   * @return the trained network
   */
  public Outcome train(
      RunDirectory directory,
      Architecture architecture,
      Optional<Function<LayerGraph, Weights>> initial,
      Supplier<OptionalLong> seen,
      TrainingLength length) {
    images.begin(directory, console);
    RunContext context = RunContext.of(config, directory, images);
    StageRunner stages = new StageRunner(directory.journal(), console);
    Optional<Candidate> given =
        initial.map(
            weights -> stages.run(GivenNetworkStage.trained(context, architecture, weights, seen)));
    Candidate trained = stages.run(new TrainingStage(context, architecture, given, length));
    stages.run(BundleStage.timing(context, Optional.empty(), Optional.empty(), trained));
    RunReport.write(directory);
    return Outcome.of(trained);
  }

  /**
   * Finds out how many images the weights of a run's best network saw.
   *
   * @param run the run
   * @return images, one count a step and image; empty where the run does not say
   */
  public static OptionalLong imagesSeen(Path run) {
    try (RunDirectory directory = RunDirectory.open(run)) {
      Journal journal = directory.journal();
      boolean known =
          StageRunner.output(journal, GivenNetworkStage.NAME)
              .map(GivenNetworkStage::knowsImages)
              .orElse(true);
      OptionalLong trained =
          Stream.of(FineTuningStage.NAME, TrainingStage.NAME)
              .flatMap(stage -> StageRunner.output(journal, stage).stream())
              .mapToLong(record -> record.get("images").asLong())
              .findFirst();
      return trained.isPresent() && known ? trained : SharedWeightsBundle.imagesSeen(journal);
    }
  }

  /**
   * Scores a network on the test split.
   *
   * @param architecture the network
   * @param weights its weights
   * @param learnt what was done to the images that they learnt from, where that is known; else
   *     images are normalised as those of the training split would be
   * @return top-1 accuracy, a fraction
   */
  public double test(Architecture architecture, Weights weights, Optional<Preprocessing> learnt) {
    LayerGraph graph = LayerGraph.of(architecture);
    DataSplit split = images.of(graph);
    try (TorchNetwork network = TorchNetwork.of(graph, weights, config.torch())) {
      return network.accuracy(
          split.test().images(),
          learnt.map(Preprocessing::normalisation).orElseGet(split::normalisation));
    }
  }
}
