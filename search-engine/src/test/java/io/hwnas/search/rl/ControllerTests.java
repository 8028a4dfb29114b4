package io.hwnas.search.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ControllerTests {
  private static final int[] CHOICES = {2, 3, 4, 3, 2};
  private static final int BATCH = 10;
  private static final long MEBIBYTE = 1 << 20;

  /** A batch that were not freed would take about 8 MiB. */
  private static final long LARGEST_GROWTH = 32 * MEBIBYTE;

  /** Teaches a controller that the last choice is good everywhere; returns all that it drew. */
  private static List<Episode> taught(ControllerSettings settings, int batches, long seed) {
    List<Episode> drawn = new ArrayList<>();
    RandomGenerator random = Seeds.of(seed, "test");
    try (Controller controller = new Controller(CHOICES, settings, random)) {
      for (int i = 0; i < batches; i++) {
        List<Episode> batch = controller.draw(BATCH, random);
        drawn.addAll(batch);
        controller.learn(batch, batch.stream().mapToDouble(ControllerTests::advantage).toArray());
      }
    }
    return drawn;
  }

  private static double advantage(Episode episode) {
    double sum = 0;
    for (int i = 0; i < CHOICES.length; i++) {
      sum += episode.choices()[i] == CHOICES[i] - 1 ? 1 : 0;
    }
    return sum - 2;
  }

  @Test
  void it_learns_the_choices_that_pay() {
    for (ControllerSettings settings :
        List.of(ControllerSettings.ppo(), ControllerSettings.reinforce())) {
      List<Episode> drawn = taught(settings, 100, 1);
      List<Episode> last = drawn.subList(drawn.size() - 5 * BATCH, drawn.size());
      double mean = last.stream().mapToDouble(ControllerTests::advantage).average().orElseThrow();
      assertTrue(mean > 2, settings + " earns " + mean + " of 3");
    }
  }

  @Test
  void at_first_every_choice_is_about_as_likely() {
    for (Episode episode : taught(ControllerSettings.ppo(), 1, 1)) {
      for (int i = 0; i < CHOICES.length; i++) {
        assertEquals(1.0 / CHOICES[i], Math.exp(episode.logProbabilities()[i]), 0.1);
      }
    }
  }

  @Test
  void equal_seeds_draw_the_same_however_many_threads_libtorch_has() {
    List<Episode> once = taught(ControllerSettings.ppo(), 5, 1);
    int threads = torch.get_num_threads();
    try {
      torch.set_num_threads(threads + 1);
      List<Episode> again = taught(ControllerSettings.ppo(), 5, 1);
      assertEquals(threads + 1, torch.get_num_threads());
      for (int i = 0; i < once.size(); i++) {
        assertArrayEquals(once.get(i).choices(), again.get(i).choices());
        assertArrayEquals(once.get(i).logProbabilities(), again.get(i).logProbabilities());
      }
    } finally {
      torch.set_num_threads(threads);
    }
    assertTrue(
        taught(ControllerSettings.ppo(), 1, 2).stream()
            .anyMatch(other -> !Arrays.equals(other.choices(), once.get(0).choices())));
  }

  @Test
  void resident_memory_stays_flat() {
    taught(ControllerSettings.ppo(), 50, 1);
    System.gc();
    long before = Pointer.physicalBytes();
    for (int seed = 0; seed < 10; seed++) {
      taught(ControllerSettings.ppo(), 15, seed);
    }
    System.gc();
    long growth = Pointer.physicalBytes() - before;
    assertTrue(growth < LARGEST_GROWTH, "grew by %d MiB".formatted(growth / MEBIBYTE));
  }

  @Test
  void settings_without_sense_are_refused() {
    assertThrows(InvalidInputException.class, () -> new ControllerSettings(0, 0.1, 1, 0.2, 0));
    assertThrows(
        InvalidInputException.class, () -> new ControllerSettings(8, Double.NaN, 1, 0.2, 0));
  }
}
