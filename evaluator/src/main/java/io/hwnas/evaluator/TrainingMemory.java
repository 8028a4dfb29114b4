package io.hwnas.evaluator;

import io.hwnas.space.Cost;
import io.hwnas.space.Layer;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Parameter;
import java.util.List;
import java.util.stream.Stream;

/**
 * About how much memory a training takes beside what the process holds before it, in bytes of
 * float32 tensors: a lower bound, for libraries need some of their own.
 *
 * @param parameterBytes parameters, their gradients, the optimiser's state and a moving average, in
 *     native memory, and once more on the Java heap while a checkpoint is written
 * @param stepBytesPerImage the most that is alive during a step, of one image: the outputs of
 *     layers that the backward pass needs, and the gradients on their way
 * @param scoringBytes the most that is alive while a batch is scored, and of a supernet what is
 *     kept from one network for the next
 * @param inputBytesPerImage images that are made ahead
 */
public record TrainingMemory(
    long parameterBytes, long stepBytesPerImage, long scoringBytes, long inputBytesPerImage) {
  /** Parameters, their gradients, and momentum. */
  private static final int STATES = 3;

  /** In native memory, and on the heap. */
  private static final int COPIES = 2;

  /**
   * Estimates the training of a network.
   *
   * @param graph the network
   * @param recipe how it is trained
   * @return what it takes
   */
  public static TrainingMemory of(LayerGraph graph, TrainingRecipe recipe) {
    return of(trained(graph), graph, recipe);
  }

  /**
   * Estimates the training of a supernet.
   *
   * @param task the training
   * @param subnet the largest network that learns in it
   * @return what it takes
   */
  public static TrainingMemory of(SupernetTask task, LayerGraph subnet) {
    long shared = trained(task.sharing().all(task.space()));
    TrainingMemory alone = of(shared, subnet, task.recipe());
    // Subnets are copies of their slices; each replica has some of its own.
    long slices = task.recipe().replicas() * trained(subnet);
    long images = task.calibrationImages() + task.validation().images().size();
    return new TrainingMemory(
        alone.parameterBytes() + times(slices, Float.BYTES),
        alone.stepBytesPerImage(),
        alone.scoringBytes() + SharedTrunk.bytes(subnet, images, Supernet.TRUNK_BYTES),
        alone.inputBytesPerImage());
  }

  /**
   * Returns what the training takes with a teacher, whose answers are computed first.
   *
   * @param teacher the network that it learns from
   * @return the sum
   */
  public TrainingMemory taughtBy(LayerGraph teacher) {
    return new TrainingMemory(
        parameterBytes + times(trained(teacher), Float.BYTES),
        stepBytesPerImage + Cost.of(teacher).peakBytes(),
        scoringBytes,
        inputBytesPerImage);
  }

  /**
   * Returns what the training takes where another network is scored besides.
   *
   * @param graph that network
   * @return at least as much
   */
  public TrainingMemory scoring(LayerGraph graph) {
    return new TrainingMemory(
        parameterBytes,
        stepBytesPerImage,
        Math.max(scoringBytes, scoringBytes(graph)),
        inputBytesPerImage);
  }

  private static long scoringBytes(LayerGraph graph) {
    return times(Cost.of(graph).peakBytes(), TorchNetwork.EVALUATION_BATCH);
  }

  /**
   * Returns what several such trainings take at the same time.
   *
   * @param count how many
   * @return the sum
   */
  public TrainingMemory sideBySide(int count) {
    return new TrainingMemory(
        times(parameterBytes, count),
        times(stepBytesPerImage, count),
        times(scoringBytes, count),
        times(inputBytesPerImage, count));
  }

  private static TrainingMemory of(long parameters, LayerGraph graph, TrainingRecipe recipe) {
    int states =
        STATES
            + (recipe.updateRule() == UpdateRule.RMSPROP ? 1 : 0)
            + (recipe.averaging().isPresent() ? 1 : 0);
    return new TrainingMemory(
        times(parameters, COPIES * states * Float.BYTES)
            // Each replica has gradients of its own.
            + times((recipe.replicas() - 1) * parameters, Float.BYTES),
        stepBytes(graph),
        scoringBytes(graph),
        (1 + BatchesAhead.AHEAD) * graph.input().elements() * Float.BYTES);
  }

  private static long trained(LayerGraph graph) {
    return graph.parameters().stream()
        .filter(parameter -> parameter.role().trained())
        .mapToLong(Parameter::elements)
        .sum();
  }

  /** Multiplies; what is more than 64 bits hold becomes the most that they do. */
  private static long times(long bytes, long count) {
    return (long) ((double) bytes * count);
  }

  /**
   * Finds the most that is alive in a step: before the backward pass of a layer, the outputs of all
   * up to it, and the gradients by its output and inputs.
   */
  static long stepBytes(LayerGraph graph) {
    Operators operators = new Operators(graph);
    long kept = 0;
    long most = 0;
    for (Layer layer : graph.layers()) {
      long output = bytes(layer);
      kept += operators.writesInPlace(layer) ? 0 : output;
      long gradients = output + inputs(graph, layer).mapToLong(TrainingMemory::bytes).sum();
      most = Math.max(most, kept + gradients);
    }
    return most;
  }

  private static Stream<Layer> inputs(LayerGraph graph, Layer layer) {
    List<Layer> layers = graph.layers();
    return layer.inputs().stream().filter(input -> input != Layer.NETWORK_INPUT).map(layers::get);
  }

  private static long bytes(Layer layer) {
    return layer.output().elements() * Float.BYTES;
  }

  /**
   * Returns what the training takes.
   *
   * @param batchSize images a step
   * @return bytes
   */
  public long bytes(int batchSize) {
    return (long)
        ((double) parameterBytes
            + times(inputBytesPerImage, batchSize)
            + Math.max(times(stepBytesPerImage, batchSize), scoringBytes));
  }

  /**
   * Finds the largest batch with which the training takes no more than so much.
   *
   * @param bytes what it may take
   * @return images a step; less than 2 where no training fits
   */
  public int largestBatch(long bytes) {
    long rest = bytes - parameterBytes;
    long least = (rest - scoringBytes) / Math.max(1, inputBytesPerImage);
    long most = rest / (inputBytesPerImage + stepBytesPerImage);
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, Math.min(least, most)));
  }
}
