package io.hwnas.netadapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScoredProposalTests {
  @Property
  void a_better_accuracy_or_a_greater_cut_never_makes_the_merit_worse(
      @ForAll @DoubleRange(min = -1, max = 1) double change,
      @ForAll @DoubleRange(max = 0.5) double better,
      @ForAll @DoubleRange(min = 0.01, max = 1) double cut,
      @ForAll @DoubleRange(max = 0.5) double greater) {
    double merit = ScoredProposal.merit(change, cut);
    assertTrue(ScoredProposal.merit(change + better, cut) >= merit);
    assertTrue(ScoredProposal.merit(change, cut + greater) >= merit);
  }

  @Test
  void where_accuracy_falls_the_least_loss_a_millisecond_wins() {
    assertEquals(-0.02, ScoredProposal.merit(-0.01, 0.5), 1e-12);
    assertTrue(ScoredProposal.merit(-0.01, 0.5) > ScoredProposal.merit(-0.005, 0.2));
  }

  @Test
  void every_gain_beats_every_loss_and_of_equal_gains_the_greater_cut_wins() {
    assertTrue(ScoredProposal.merit(1e-6, 0.1) > ScoredProposal.merit(-1e-6, 100));
    assertTrue(ScoredProposal.merit(0.01, 0.3) > ScoredProposal.merit(0.01, 0.2));
  }
}
