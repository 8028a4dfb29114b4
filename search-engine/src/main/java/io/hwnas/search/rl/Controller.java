package io.hwnas.search.rl;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Draws lists of choices one decision after another, each knowing those before it, and learns from
 * how good they were: MnasNet's controller (Tan et al., CVPR 2019, section 4.2, after Zoph and Le,
 * ICLR 2017).
 *
 * <p>Initial weights and draws come from the generators passed in and all arithmetic runs on one
 * thread, so equal seeds give equal draws. Holds native memory until closed; for use by one thread
 * at a time.
 */
public final class Controller implements AutoCloseable {
  private final int[] choiceCounts;
  private final ControllerSettings settings;
  private final Lstm lstm;
  private final Adam optimiser;

  /**
   * Creates a controller.
   *
   * @param choiceCounts how many choices each decision has, at least one decision
   * @param settings how it learns
   * @param random where its initial weights come from
   * @throws io.hwnas.space.InvalidInputException if libtorch cannot be loaded
   */
  public Controller(int[] choiceCounts, ControllerSettings settings, RandomGenerator random) {
    NativeCode.load();
    this.choiceCounts = choiceCounts.clone();
    this.settings = settings;
    this.lstm = new Lstm(choiceCounts, settings.hidden(), random);
    this.optimiser =
        NativeCode.scoped(
            () ->
                new Adam(lstm.parameters(), new AdamOptions(settings.learningRate()))
                    .retainReference());
  }

  /**
   * Draws episodes.
   *
   * @param count how many
   * @param random where the draws come from
   * @return the episodes
   */
  public List<Episode> draw(int count, RandomGenerator random) {
    List<Episode> episodes =
        Stream.generate(() -> Episode.of(choiceCounts.length)).limit(count).toList();
    return NativeCode.scoped(
        () -> {
          NoGradGuard guard = new NoGradGuard();
          try {
            fill(episodes, random);
          } finally {
            guard.close();
          }
          return episodes;
        });
  }

  private void fill(List<Episode> episodes, RandomGenerator random) {
    int[][] choices = choices(episodes);
    Lstm.State state = lstm.start(choices.length);
    for (int place = 0; place < choiceCounts.length; place++) {
      state = lstm.next(state, choices, place);
      float[] logs = new float[choices.length * choiceCounts[place]];
      lstm.logProbabilities(state, place).contiguous().data_ptr_float().get(logs);
      for (int i = 0; i < choices.length; i++) {
        int choice = drawn(logs, i * choiceCounts[place], choiceCounts[place], random);
        choices[i][place] = choice;
        episodes.get(i).logProbabilities()[place] = logs[i * choiceCounts[place] + choice];
      }
    }
  }

  private static int drawn(float[] logs, int from, int count, RandomGenerator random) {
    double left = random.nextDouble();
    for (int choice = 0; choice < count - 1; choice++) {
      left -= Math.exp(logs[from + choice]);
      if (left < 0) {
        return choice;
      }
    }
    return count - 1;
  }

  private static int[][] choices(List<Episode> episodes) {
    return episodes.stream().map(Episode::choices).toArray(int[][]::new);
  }

  /**
   * Makes episodes of positive advantage likelier and others less likely.
   *
   * @param episodes what was drawn since the last call
   * @param advantages by how much each was better than expected, about 1 in size
   */
  public void learn(List<Episode> episodes, double[] advantages) {
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      NativeCode.scoped(
          () -> {
            optimiser.zero_grad();
            loss(episodes, advantages).backward();
            return optimiser.step();
          });
    }
  }

  /** Returns the clipped surrogate's loss less the weighted entropy, a mean over all choices. */
  private Tensor loss(List<Episode> episodes, double[] advantages) {
    int[][] choices = choices(episodes);
    int batch = choices.length;
    int size = batch * choiceCounts.length;
    Tensor logs = lstm.logProbabilities(choices);
    Tensor now = logs.gather(1, Lstm.indexes(lstm.places(choices)).unsqueeze(1)).squeeze(1);
    Tensor before = column(size, i -> episodes.get(i % batch).logProbabilities()[i / batch]);
    Tensor advantage = column(size, i -> (float) advantages[i % batch]);
    Tensor entropy = logs.exp().mul(logs).sum().neg();
    return gain(now.sub(before).exp(), advantage)
        .sum()
        .add(entropy.mul(new Scalar(settings.entropyWeight())))
        .mul(new Scalar(-1.0 / size));
  }

  /** The surrogate objective of each choice (Schulman et al. 2017, equation 7). */
  private Tensor gain(Tensor ratio, Tensor advantage) {
    Tensor gain = ratio.mul(advantage);
    if (!Double.isFinite(settings.clip())) {
      return gain;
    }
    Tensor clipped =
        torch.clamp(
            ratio,
            new ScalarOptional(new Scalar(1 - settings.clip())),
            new ScalarOptional(new Scalar(1 + settings.clip())));
    return gain.minimum(clipped.mul(advantage));
  }

  /** A value for each choice of a batch, a decision after another. */
  @FunctionalInterface
  private interface Values {
    float at(int choice);
  }

  private static Tensor column(int size, Values values) {
    float[] column = new float[size];
    for (int i = 0; i < size; i++) {
      column[i] = values.at(i);
    }
    return torch.from_blob(new FloatPointer(column), size).clone();
  }

  /** Frees the weights and what the optimiser keeps of them. */
  @Override
  public void close() {
    optimiser.releaseReference();
    lstm.close();
  }
}
