package io.hwnas.cli.flow;

import io.hwnas.cli.config.NetAdaptConfig;
import io.hwnas.cli.output.Units;
import io.hwnas.evaluator.TorchOptions;
import io.hwnas.evaluator.TrainingMemory;
import io.hwnas.evaluator.TrainingRecipe;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import java.util.OptionalLong;

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
    long needed = memory.bytes(batchSize);
    if (available.isEmpty() || needed <= available.getAsLong()) {
      return;
    }
    int largest = Math.min(batchSize - 1, memory.largestBatch(available.getAsLong()));
    throw new InvalidInputException(
        "%s.batch-size: training %s in batches of %d takes about %s of memory, and %s are free; %s"
            .formatted(
                section,
                network,
                batchSize,
                Units.bytes(needed),
                Units.bytes(available.getAsLong()),
                largest < FEWEST_IMAGES
                    ? "free some, or train a smaller network or smaller images"
                    : "give at most %d, or free some".formatted(largest)));
  }

  /**
   * Refuses NetAdapt's proposals of a network, which are worked on at once, if there is not enough
   * for them together, each with that network as its teacher if it has one.
   *
   * @param config how proposals are trained
   * @param torch how libtorch is run
   * @param graph the network
   * @throws InvalidInputException naming the key, the estimate, and the batches that would fit
   */
  void requireEnough(NetAdaptConfig config, TorchOptions torch, LayerGraph graph) {
    TrainingRecipe recipe = config.recipe();
    int workers = config.workers(torch.threads());
    TrainingMemory alone = TrainingMemory.of(graph, recipe);
    TrainingMemory memory = recipe.distillation().isPresent() ? alone.taughtBy(graph) : alone;
    requireEnough(
        "netadapt.recipe",
        workers == 1
            ? "proposals of " + graph.name()
            : "%d proposals of %s at once (netadapt.workers)".formatted(workers, graph.name()),
        memory.sideBySide(workers),
        recipe.batchSize());
  }
}
