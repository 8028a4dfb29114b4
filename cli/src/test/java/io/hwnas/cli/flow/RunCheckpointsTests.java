package io.hwnas.cli.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hwnas.evaluator.Checkpoint;
import io.hwnas.export.FloatTensor;
import io.hwnas.export.Weights;
import io.hwnas.results.Checkpoints;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCheckpointsTests {
  @TempDir private Path folder;

  @Test
  void what_one_process_saved_last_of_a_training_another_goes_on_from() {
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      RunCheckpoints supernet = new RunCheckpoints(checkpoints, "supernet");
      supernet.save(at(2));
      supernet.save(at(3));
      new RunCheckpoints(checkpoints, "fine-tuning").save(at(7));
    }
    try (Checkpoints checkpoints = Checkpoints.open(folder)) {
      assertEquals(Optional.of(at(3)), new RunCheckpoints(checkpoints, "supernet").latest());
      assertEquals(Optional.of(at(7)), new RunCheckpoints(checkpoints, "fine-tuning").latest());
      assertEquals(Optional.empty(), new RunCheckpoints(checkpoints, "baseline").latest());
    }
  }

  private static Checkpoint at(long step) {
    FloatTensor weight = new FloatTensor(List.of(2), new float[] {step, -0.1f});
    return new Checkpoint(
        step, Weights.of(Map.of("stem.conv.weight", weight)), Map.of("network", "small"));
  }
}
