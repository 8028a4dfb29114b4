package io.hwnas.cli.flow;

import io.hwnas.cli.config.NetAdaptConfig;
import io.hwnas.cli.output.Units;
import io.hwnas.evaluator.ActivationCodes;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.TrainingMemory;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Holds what trainings take against the memory there is.
 *
 * @param available bytes that there are; unknown if empty, and then nothing is refused
 */
public record MemoryCheck(OptionalLong available) {
  private static final int FEWEST_IMAGES = 2;

  /**
   * Holds them against what this machine has now.
   *
   * @return the check
   */
  public static MemoryCheck ofThisMachine() {
    return new MemoryCheck(AvailableMemory.OF_THIS_MACHINE.bytes());
  }

  /**
   * Refuses a training for which there is not enough.
   *
   * @param section the section of its recipe
   * @param network what is trained
   * @param memory what it takes
   * @param batchSize images a step
   * @throws InvalidInputException naming the key, the estimate, and the batches that would fit
   */
  public void requireEnough(String section, String network, TrainingMemory memory, int batchSize) {
    if (isEnough(memory, batchSize)) {
      return;
    }
    int largest = Math.min(batchSize - 1, memory.largestBatch(available.getAsLong()));
    throw new InvalidInputException(
        "%s.batch-size: training %s in batches of %d takes about %s of memory, and %s are free; %s"
            .formatted(
                section,
                network,
                batchSize,
                Units.bytes(memory.bytes(batchSize)),
                Units.bytes(available.getAsLong()),
                largest < FEWEST_IMAGES
                    ? "free some, or train a smaller network or smaller images"
                    : "give at most %d, or free some".formatted(largest)));
  }

  /**
   * Refuses a training of a network for which there is not enough.
   *
   * @param section the section of its recipe
   * @param graph the network
   * @param recipe how it is trained
   * @param teacher what it learns from, where the recipe distils
   * @throws InvalidInputException naming the key, the estimate, and the batches that would fit
   */
  void requireEnough(
      String section, LayerGraph graph, TrainingRecipe recipe, Supplier<LayerGraph> teacher) {
    TrainingMemory alone = TrainingMemory.of(graph, recipe);
    requireEnough(
        section,
        graph.name(),
        recipe.distillation().isPresent() ? alone.taughtBy(teacher.get()) : alone,
        recipe.batchSize());
  }

  /**
   * Refuses activation codes for which there is not enough.
   *
   * @param key what asks for them
   * @param graph the network
   * @param images how many images are compared
   * @throws InvalidInputException naming the key and the estimate
   */
  public void requireEnoughForCodes(String key, LayerGraph graph, int images) {
    long bytes = ActivationCodes.bytes(graph, images);
    if (available.isPresent() && bytes > available.getAsLong()) {
      throw new InvalidInputException(
          "%s: activation codes of %s for %d images take about %s of memory, and %s are free; free some, or ask without them"
              .formatted(
                  key,
                  graph.name(),
                  images,
                  Units.bytes(bytes),
                  Units.bytes(available.getAsLong())));
    }
  }

  private boolean isEnough(TrainingMemory memory, int batchSize) {
    return available.isEmpty() || memory.bytes(batchSize) <= available.getAsLong();
  }

  /**
   * Refuses NetAdapt's proposals of a network if there is not enough for as many at once as the
   * user named, or for one where the user named no number; each has that network as its teacher if
   * it has one.
   *
   * @param config how proposals are trained
   * @param torch how libtorch is run
   * @param graph the network
   * @throws InvalidInputException naming the key, the estimate, and the batches that would fit
   */
  void requireEnough(NetAdaptConfig config, TorchOptions torch, LayerGraph graph) {
    int workers = config.workers().isPresent() ? config.workers(torch.threads()) : 1;
    requireEnough(
        "netadapt.recipe",
        workers == 1
            ? "proposals of " + graph.name()
            : "%d proposals of %s at once (netadapt.workers)".formatted(workers, graph.name()),
        proposal(config, graph).sideBySide(workers),
        config.recipe().batchSize());
  }

  /**
   * Returns how many of NetAdapt's proposals of a network are worked on at once.
   *
   * @param config how proposals are trained
   * @param torch how libtorch is run
   * @param graph the network
   * @return as many as the user named; where the user named no number, as many of four as there is
   *     enough for, and at least one
   */
  int workers(NetAdaptConfig config, TorchOptions torch, LayerGraph graph) {
    int most = config.workers(torch.threads());
    if (config.workers().isPresent()) {
      return most;
    }
    TrainingMemory one = proposal(config, graph);
    return IntStream.iterate(most, count -> count > 1, count -> count - 1)
        .filter(count -> isEnough(one.sideBySide(count), config.recipe().batchSize()))
        .findFirst()
        .orElse(1);
  }

  private static TrainingMemory proposal(NetAdaptConfig config, LayerGraph graph) {
    TrainingMemory alone = TrainingMemory.of(graph, config.recipe());
    return config.recipe().distillation().isPresent() ? alone.taughtBy(graph) : alone;
  }
}
