package io.hwnas.evaluator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.evaluator.ResolutionSchedule.Phase;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.export.Weights;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A supernet that learns from small images first. */
class GrowingSupernetTests {
  private static final TorchOptions OPTIONS = new TorchOptions(1);
  private static final ResolutionSchedule GROWING =
      new ResolutionSchedule(List.of(new Phase(6, 0.5), new Phase(12, 0.5)));

  @ParameterizedTest
  @EnumSource
  void aStepAtALowerResolutionChangesTheSameWeights(WeightSharing sharing) {
    Weights small = afterOneStep(sharing, GROWING);
    Weights large = afterOneStep(sharing, ResolutionSchedule.CONSTANT);
    Weights initial = task(sharing, GROWING, 2).initial();
    assertEquals(large.names(), small.names());
    int changed = 0;
    for (String name : large.names()) {
      if (!name.startsWith("momentum/") && name.endsWith("conv.weight")) {
        boolean learnt = !large.get(name).equals(initial.get(name));
        assertEquals(learnt, !small.get(name).equals(initial.get(name)), name);
        changed += learnt ? 1 : 0;
      }
    }
    assertTrue(changed > 0, "nothing was learnt");
    assertNotEquals(large, small);
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingResumedAtEitherResolutionEqualsAnUnbrokenOne(WeightSharing sharing) {
    SupernetTask task = task(sharing, GROWING, 8);
    MemoryStore store = new MemoryStore();
    Weights unbroken = trained(task, store);
    for (int kept : new int[] {6, 2}) {
      store.truncate(kept);
      assertEquals(unbroken, trained(task, store), "resumed after " + kept);
    }
  }

  @ParameterizedTest
  @EnumSource
  void subnetsAreScoredAtTheSpacesOwnResolution(WeightSharing sharing) {
    SupernetTask task = task(sharing, GROWING, 120);
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(Checkpointing.none(), ProgressListener.SILENT);
      assertTrue(supernet.accuracy(task.space().decode(task.space().largest())) > 0.8);
    }
  }

  @Test
  void aCheckpointOfOtherResolutionsIsRefused() {
    MemoryStore store = new MemoryStore();
    trained(task(WeightSharing.SLICES, GROWING, 2), store);
    SupernetTask constant = task(WeightSharing.SLICES, ResolutionSchedule.CONSTANT, 2);
    assertThrows(InvalidInputException.class, () -> trained(constant, store));
  }

  private static Weights afterOneStep(WeightSharing sharing, ResolutionSchedule resolutions) {
    MemoryStore store = new MemoryStore();
    trained(task(sharing, resolutions, 2), store);
    return store.saved().get(0).tensors();
  }

  /** Trains, and returns all that the last checkpoint holds. */
  private static Weights trained(SupernetTask task, MemoryStore store) {
    try (Supernet supernet = new Supernet(task, OPTIONS)) {
      supernet.train(new Checkpointing(store, Duration.ZERO), ProgressListener.SILENT);
      return store.latest().orElseThrow().tensors();
    }
  }

  private static SupernetTask task(
      WeightSharing sharing, ResolutionSchedule resolutions, long steps) {
    DataSplit data = TinyTask.data();
    SearchSpace space =
        sharing == WeightSharing.SLICES ? TinyTask.SPACE : OperatorSupernetTests.SPACE;
    return new SupernetTask(
        space,
        SupernetTask.initialise(space, sharing, 5),
        data.training(),
        data.validation(),
        data.normalisation(),
        TinyTask.RECIPE.withWeightDecay(0),
        new SubnetSampling(false, false, 3, true, 0),
        SubnetSource.WHOLE_SPACE,
        100,
        new TrainingBudget.Steps(steps),
        resolutions,
        sharing,
        5);
  }
}
