package io.hwnas.evaluator;

import io.hwnas.space.Architecture;
import io.hwnas.space.ImageInput;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import java.util.List;
import java.util.OptionalInt;

/**
 * At which resolutions a supernet is trained, one after another: small images first, since a step
 * at half the resolution costs a quarter (Tan and Le 2021, "EfficientNetV2", section 4).
 *
 * <p>The weights are the same at all of them, and so are optimiser and learning rate schedule,
 * which go on.
 *
 * @param phases the resolutions in order; none where all training is at the space's own
 */
public record ResolutionSchedule(List<Phase> phases) {
  /** All training at the space's own resolution. */
  public static final ResolutionSchedule CONSTANT = new ResolutionSchedule(List.of());

  /** How far from 1 the sum of shares that were written in decimals may be. */
  private static final double TOLERANCE = 1e-6;

  /**
   * A part of a training.
   *
   * @param pixels height and width that images are shrunk to
   * @param share of the training's steps, or of its time where it is of a time
   */
  public record Phase(int pixels, double share) {
    /**
     * Checks the ranges.
     *
     * @throws InvalidInputException if the pixels are not positive or the share outside (0, 1]
     */
    public Phase {
      if (pixels < 1) {
        throw new InvalidInputException("a resolution must be at least 1, got " + pixels);
      }
      if (!(share > 0 && share <= 1)) {
        throw new InvalidInputException(
            "a resolution's share must be above 0 and at most 1, got " + share);
      }
    }
  }

  /**
   * Checks that the resolutions grow and share out the whole training.
   *
   * @throws InvalidInputException if they do not
   */
  public ResolutionSchedule {
    phases = List.copyOf(phases);
    for (int i = 1; i < phases.size(); i++) {
      if (phases.get(i).pixels() <= phases.get(i - 1).pixels()) {
        throw new InvalidInputException(
            "resolutions must grow, but %d follows %d"
                .formatted(phases.get(i).pixels(), phases.get(i - 1).pixels()));
      }
    }
    double sum = phases.stream().mapToDouble(Phase::share).sum();
    if (!phases.isEmpty() && Math.abs(sum - 1) > TOLERANCE) {
      throw new InvalidInputException(
          "the shares of resolutions must add up to 1, not to %s".formatted((float) sum));
    }
  }

  /**
   * Refuses a space whose networks cannot be trained so.
   *
   * @param space the space
   * @throws InvalidInputException if it leaves the resolution open, if its resolution is not the
   *     last, or if a feature map would vanish at the first
   */
  public void requireFits(SearchSpace space) {
    if (phases.isEmpty()) {
      return;
    }
    Architecture largest = space.decode(space.largest());
    int own = largest.input().resolution();
    if (space.decode(space.smallest()).input().resolution() != own) {
      throw new InvalidInputException(
          "the space %s leaves the resolution open; growing ones need a space of one resolution"
              .formatted(space.name()));
    }
    int last = phases.get(phases.size() - 1).pixels();
    if (last != own) {
      throw new InvalidInputException(
          "the last resolution must be the %d pixels that the networks of %s take, not %d"
              .formatted(own, space.name(), last));
    }
    LayerGraph.of(
        largest.withInput(new ImageInput(largest.input().channels(), phases.get(0).pixels())));
  }

  /** Returns the resolution when a share of the training is done, if it is not constant. */
  OptionalInt pixels(double done) {
    double end = 0;
    for (Phase phase : phases) {
      end += phase.share();
      if (done < end) {
        return OptionalInt.of(phase.pixels());
      }
    }
    return phases.stream().mapToInt(Phase::pixels).max();
  }

  /** Names the schedule in checkpoints, behind other things; a constant one is not named. */
  String identity() {
    return phases.isEmpty() ? "" : " " + phases;
  }
}
