package io.hwnas.netadapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class MeritTests {
  @Property
  void a_better_accuracy_or_a_greater_cut_never_makes_the_merit_worse(
      @ForAll @DoubleRange(min = -1, max = 1) double change,
      @ForAll @DoubleRange(max = 0.5) double better,
      @ForAll @DoubleRange(min = 0.01, max = 1) double cut,
      @ForAll @DoubleRange(max = 0.5) double greater) {
    double merit = Merit.RATIO.of(change, cut);
    assertTrue(Merit.RATIO.of(change + better, cut) >= merit);
    assertTrue(Merit.RATIO.of(change, cut + greater) >= merit);
  }

  @Test
  void where_accuracy_falls_the_least_loss_a_millisecond_wins() {
    assertEquals(-0.02, Merit.RATIO.of(-0.01, 0.5), 1e-12);
    assertTrue(Merit.RATIO.of(-0.01, 0.5) > Merit.RATIO.of(-0.005, 0.2));
  }

  @Test
  void every_gain_beats_every_loss_and_of_equal_gains_the_greater_cut_wins() {
    assertTrue(Merit.RATIO.of(1e-6, 0.1) > Merit.RATIO.of(-1e-6, 100));
    assertTrue(Merit.RATIO.of(0.01, 0.3) > Merit.RATIO.of(0.01, 0.2));
  }
}
