package io.hwnas.netadapt;

import static io.hwnas.netadapt.Shrinkings.LATENCY;
import static io.hwnas.netadapt.Shrinkings.NETWORK;
import static io.hwnas.netadapt.Shrinkings.SETTINGS;
import static io.hwnas.netadapt.Shrinkings.START;
import static io.hwnas.netadapt.Shrinkings.WEIGHTS;
import static io.hwnas.netadapt.Shrinkings.fresh;
import static io.hwnas.netadapt.Shrinkings.inStore;
import static io.hwnas.netadapt.Shrinkings.magnitude;
import static io.hwnas.netadapt.Shrinkings.method;
import static io.hwnas.netadapt.Shrinkings.nudge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.latency.LatencyEstimate;
import io.hwnas.latency.LatencyModel;
import io.hwnas.results.Trial;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.Cost;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetAdaptTests {
  @TempDir Path folder;

  private NetAdaptResult shrink(NetAdapt method) {
    return inStore(
        folder, store -> method.shrink(NETWORK, WEIGHTS, store, ProgressListener.SILENT));
  }

  @Test
  void reaches_the_budget_in_steps_that_each_cut_delta_by_the_model() {
    NetAdaptResult result = shrink(method());
    double millis = START;
    Architecture architecture = NETWORK;
    for (NetAdaptStep step : result.steps()) {
      Proposal winner = step.winner().proposal();
      double cut = Math.min(SETTINGS.deltaMillis(), millis - SETTINGS.budgetMillis());
      for (ScoredProposal scored : step.proposals()) {
        assertTrue(millis - scored.proposal().latencyMillis() >= cut);
        assertEquals(0, scored.proposal().channels() % 8);
      }
      architecture = ChannelGroups.resize(architecture, winner.group(), winner.channels());
      millis = winner.latencyMillis();
      assertEquals(LATENCY.predict(LayerGraph.of(architecture)).millis(), millis);
    }
    assertTrue(result.steps().size() > 3);
    assertTrue(result.latencyMillis() <= SETTINGS.budgetMillis());
    assertEquals(millis, result.latencyMillis());
    assertEquals(architecture, result.architecture());
    LayerGraph graph = LayerGraph.of(architecture);
    result.weights().requireFitsExactly(graph);
    assertEquals(magnitude(graph, result.weights()), result.accuracy());
  }

  @Test
  void the_last_step_takes_the_most_channels_within_the_budget() {
    NetAdaptResult result = shrink(method());
    NetAdaptStep last = result.steps().get(result.steps().size() - 1);
    Architecture before = NETWORK;
    for (NetAdaptStep step : result.steps().subList(0, result.steps().size() - 1)) {
      Proposal winner = step.winner().proposal();
      before = ChannelGroups.resize(before, winner.group(), winner.channels());
    }
    for (ScoredProposal scored : last.proposals()) {
      Proposal cut = scored.proposal();
      int most = LayerGraph.of(before).channelGroups().get(cut.group()).channels();
      Architecture wider =
          ChannelGroups.resize(before, cut.group(), Math.min(most, cut.channels() + 8));
      assertTrue(cut.latencyMillis() <= SETTINGS.budgetMillis());
      assertTrue(LATENCY.predict(LayerGraph.of(wider)).millis() > SETTINGS.budgetMillis());
    }
  }

  @Test
  void steps_that_decay_become_smaller() {
    NetAdaptSettings decaying = SETTINGS.decaying(0.7);
    NetAdaptResult result =
        shrink(new NetAdapt(decaying, LATENCY, Shrinkings::nudge, Shrinkings::magnitude));
    double millis = START;
    double delta = SETTINGS.deltaMillis();
    for (NetAdaptStep step : result.steps()) {
      double cut = Math.min(delta, millis - SETTINGS.budgetMillis());
      for (ScoredProposal scored : step.proposals()) {
        assertTrue(millis - scored.proposal().latencyMillis() >= cut * (1 - 1e-12));
      }
      millis = step.winner().proposal().latencyMillis();
      delta *= 0.7;
    }
    assertTrue(
        result.steps().subList(0, result.steps().size() - 1).stream()
            .flatMap(step -> step.proposals().stream())
            .anyMatch(scored -> cutOf(result, scored) < SETTINGS.deltaMillis()),
        "every cut was that of an even step");
  }

  private static double cutOf(NetAdaptResult result, ScoredProposal scored) {
    double millis = START;
    for (NetAdaptStep step : result.steps()) {
      if (step.proposals().contains(scored)) {
        return millis - scored.proposal().latencyMillis();
      }
      millis = step.winner().proposal().latencyMillis();
    }
    throw new IllegalArgumentException("of no step");
  }

  @Test
  void the_progress_counts_the_proposals_of_a_step_too() {
    List<Long> done = new ArrayList<>();
    inStore(
        folder,
        store ->
            method()
                .shrink(
                    NETWORK,
                    WEIGHTS,
                    store,
                    (far, all, detail) -> {
                      if (detail.matches("step 1:.*; trying .*")) {
                        done.add(far);
                      }
                    }));
    assertEquals(0, done.get(0));
    for (int i = 1; i < done.size(); i++) {
      assertTrue(done.get(i) > done.get(i - 1), done::toString);
    }
    long least = Math.round(1000 * SETTINGS.deltaMillis() / (START - SETTINGS.budgetMillis()));
    assertTrue(done.get(done.size() - 1) < least, done::toString);
  }

  @Test
  void each_winner_is_the_proposal_of_most_merit() {
    NetAdaptResult result = shrink(method());
    double accuracy = magnitude(LayerGraph.of(NETWORK), WEIGHTS);
    double millis = START;
    for (NetAdaptStep step : result.steps()) {
      double won = merit(step.winner(), accuracy, millis);
      for (ScoredProposal scored : step.proposals()) {
        assertTrue(merit(scored, accuracy, millis) <= won);
      }
      accuracy = step.winner().accuracy().orElseThrow();
      millis = step.winner().proposal().latencyMillis();
    }
  }

  private static double merit(ScoredProposal scored, double accuracy, double millis) {
    return Merit.RATIO.of(
        scored.accuracy().orElseThrow() - accuracy, millis - scored.proposal().latencyMillis());
  }

  @Test
  void proposes_each_expansion_and_each_shared_bottleneck_and_nothing_else_by_default() {
    NetAdaptResult result = shrink(method());
    Set<String> groups = new HashSet<>();
    result.steps().forEach(step -> step.proposals().forEach(p -> groups.add(p.proposal().group())));
    assertTrue(groups.contains("s1.b0.output"), groups.toString());
    assertTrue(groups.contains("s1.b1.expansion"), groups.toString());
    Set<String> expected = new HashSet<>();
    for (ChannelGroup group : ChannelGroups.adjustable(NETWORK)) {
      if (NetAdaptSettings.MOBILENET_V3_KINDS.contains(group.kind())) {
        expected.add(group.id());
      }
    }
    assertTrue(expected.containsAll(groups), groups.toString());
  }

  @Test
  void a_shared_bottleneck_shrinks_in_all_blocks_that_share_it() {
    Architecture cut = Shrinking.shrink(NETWORK, "s1.b0.output", 16);
    assertEquals(
        List.of(16, 16, 16),
        cut.stages().get(1).blocks().stream().map(block -> block.outputChannels()).toList());
  }

  @Test
  void scans_all_sizes_because_latency_need_not_fall_with_channels() {
    Map<Integer, Double> staircase = Map.of(48, 10.0, 40, 11.0, 32, 9.5, 24, 10.5, 16, 8.0, 8, 9.9);
    LatencyModel latency =
        graph -> {
          int channels = graph.channelGroups().get("s1.b0.expansion").channels();
          return new LatencyEstimate(staircase.get(channels), 0);
        };
    ProposalScan scan = new ProposalScan(latency, NetAdaptSettings.of(1, 1, 0));
    assertEquals(List.of(new Proposal("s1.b0.expansion", 32, 9.5)), scan.proposals(NETWORK, 9.6));
    assertEquals(List.of(new Proposal("s1.b0.expansion", 16, 8.0)), scan.proposals(NETWORK, 9.4));
    assertEquals(List.of(), scan.proposals(NETWORK, 7.9));
  }

  @Test
  void a_network_within_the_budget_is_left_as_it_is() {
    NetAdapt method =
        new NetAdapt(
            NetAdaptSettings.of(START, 0.1, 5),
            LATENCY,
            (graph, weights, seed) -> {
              throw new AssertionError("nothing should be trained");
            },
            Shrinkings::magnitude);
    List<String> details = new ArrayList<>();
    NetAdaptResult result =
        inStore(
            folder,
            store ->
                method.shrink(
                    NETWORK, WEIGHTS, store, (done, total, detail) -> details.add(detail)));
    assertTrue(result.nothingToDo());
    assertEquals(WEIGHTS, result.weights());
    assertEquals(NETWORK, result.architecture());
    assertTrue(details.get(0).startsWith("nothing to do"), details.toString());
  }

  @Test
  void a_budget_out_of_reach_is_answered_with_the_least_latency() {
    NetAdapt method =
        new NetAdapt(NetAdaptSettings.of(0.001, 0.1, 5), LATENCY, Shrinkings::nudge, (g, w) -> 0.5);
    InvalidInputException thrown = assertThrows(InvalidInputException.class, () -> shrink(method));
    assertTrue(
        thrown.getMessage().matches("shrinking channels cannot reach 0.001000 ms: the least is .*"),
        thrown.getMessage());
  }

  @Test
  void what_shrinking_reaches_at_most_is_told_without_training_and_can_be_reached() {
    double least = NetAdapt.leastCost(NETWORK, SETTINGS, LATENCY);
    NetAdaptResult result =
        shrink(
            new NetAdapt(
                NetAdaptSettings.of(least, 0.04 * START, 5),
                LATENCY,
                Shrinkings::nudge,
                Shrinkings::magnitude));
    assertEquals(least, result.latencyMillis(), 1e-12);
    NetAdaptSettings headAlone =
        new NetAdaptSettings(
            0.6 * START, 0.04 * START, 8, Set.of(ChannelGroup.Kind.HEAD_HIDDEN), 5);
    assertEquals(
        LATENCY.predict(LayerGraph.of(ChannelGroups.resize(NETWORK, "head.hidden", 8))).millis(),
        NetAdapt.leastCost(NETWORK, headAlone, LATENCY));
  }

  @Test
  void the_latency_model_hears_of_each_network_that_a_step_took() {
    List<LayerGraph> chosen = new ArrayList<>();
    LatencyModel hearing =
        new LatencyModel() {
          @Override
          public LatencyEstimate predict(LayerGraph graph) {
            return LATENCY.predict(graph);
          }

          @Override
          public void chosen(LayerGraph graph) {
            chosen.add(graph);
          }
        };
    NetAdaptResult result =
        shrink(new NetAdapt(SETTINGS, hearing, Shrinkings::nudge, Shrinkings::magnitude));
    Architecture architecture = NETWORK;
    List<LayerGraph> taken = new ArrayList<>();
    for (NetAdaptStep step : result.steps()) {
      Proposal winner = step.winner().proposal();
      architecture = ChannelGroups.resize(architecture, winner.group(), winner.channels());
      taken.add(LayerGraph.of(architecture));
    }
    assertEquals(
        taken.stream().map(LayerGraph::channelGroups).toList(),
        chosen.stream().map(LayerGraph::channelGroups).toList());
  }

  @Test
  void a_step_begins_from_what_the_latency_model_has_learnt_of_the_last() {
    double[] factor = {1};
    LatencyModel learning =
        new LatencyModel() {
          @Override
          public LatencyEstimate predict(LayerGraph graph) {
            return new LatencyEstimate(factor[0] * LATENCY.predict(graph).millis(), 0);
          }

          @Override
          public void chosen(LayerGraph graph) {
            factor[0] = 1.1;
          }
        };
    NetAdaptResult result =
        shrink(new NetAdapt(SETTINGS, learning, Shrinkings::nudge, Shrinkings::magnitude));
    LayerGraph graph = LayerGraph.of(result.architecture());
    assertEquals(1.1 * LATENCY.predict(graph).millis(), result.latencyMillis());
    assertTrue(result.latencyMillis() <= SETTINGS.budgetMillis());
    double first = result.steps().get(0).winner().proposal().latencyMillis();
    for (ScoredProposal scored : result.steps().get(1).proposals()) {
      double cut = 1.1 * first - scored.proposal().latencyMillis();
      assertTrue(cut >= SETTINGS.deltaMillis(), cut + " ms");
    }
    assertTrue(
        result.steps().get(1).proposals().stream()
            .anyMatch(scored -> scored.proposal().latencyMillis() > first - SETTINGS.deltaMillis()),
        "the second step was cut from the old prediction");
  }

  @Test
  void proposals_that_the_latency_model_was_wrong_of_are_cut_anew() {
    LatencyModel learning = new LearningLatency(LATENCY, LayerGraph.of(NETWORK));
    NetAdaptResult result =
        shrink(new NetAdapt(SETTINGS, learning, Shrinkings::nudge, Shrinkings::magnitude));
    double millis = LATENCY.predict(LayerGraph.of(NETWORK)).millis();
    for (ScoredProposal scored : result.steps().get(0).proposals()) {
      Proposal cut = scored.proposal();
      LayerGraph graph = LayerGraph.of(ChannelGroups.resize(NETWORK, cut.group(), cut.channels()));
      assertEquals(LATENCY.predict(graph).millis(), cut.latencyMillis());
      assertTrue(millis - cut.latencyMillis() >= SETTINGS.deltaMillis(), () -> "no cut: " + cut);
    }
  }

  @Test
  void proposals_that_never_settle_are_within_the_target_all_the_same() {
    NetAdaptResult result =
        shrink(
            new NetAdapt(
                SETTINGS,
                new DoubtfulLatency(LATENCY, LayerGraph.of(NETWORK)),
                Shrinkings::nudge,
                Shrinkings::magnitude));
    double millis = LATENCY.predict(LayerGraph.of(NETWORK)).millis();
    NetAdaptStep first = result.steps().get(0);
    assertFalse(first.proposals().isEmpty());
    for (ScoredProposal scored : first.proposals()) {
      Proposal cut = scored.proposal();
      LayerGraph graph = LayerGraph.of(ChannelGroups.resize(NETWORK, cut.group(), cut.channels()));
      assertEquals(LATENCY.predict(graph).millis(), cut.latencyMillis());
      assertTrue(millis - cut.latencyMillis() >= SETTINGS.deltaMillis(), () -> "no cut: " + cut);
    }
  }

  @Test
  void other_channel_counts_are_tried_from_the_widest_down() {
    ChannelCounts odd =
        (architecture, group) ->
            Stream.of(47, 33, 15, 3).filter(channels -> channels < group.channels());
    List<Proposal> proposals =
        new ProposalScan(LATENCY, SETTINGS, odd).proposals(NETWORK, 0.98 * START);
    assertTrue(proposals.size() > 3, proposals.toString());
    for (Proposal proposal : proposals) {
      assertTrue(Set.of(47, 33, 15).contains(proposal.channels()), proposal.toString());
    }
    assertEquals(
        List.of(40, 32, 24, 16, 8),
        ChannelCounts.multiplesOf(8).below(NETWORK, group("s1.b0.expansion")).toList());
  }

  private static ChannelGroup group(String id) {
    return LayerGraph.of(NETWORK).channelGroups().get(id);
  }

  @Test
  void a_listener_hears_of_each_step_with_its_network_and_weights() {
    List<Architecture> heard = new ArrayList<>();
    NetAdaptResult result =
        shrink(
            method()
                .telling(
                    (step, network, weights) -> {
                      assertEquals(heard.size() + 1, step.number());
                      weights.get().requireFitsExactly(LayerGraph.of(network));
                      heard.add(network);
                    }));
    assertEquals(result.steps().size(), heard.size());
    assertEquals(result.architecture(), heard.get(heard.size() - 1));
  }

  @Test
  void where_no_group_can_be_cut_by_delta_the_step_is_halved() {
    NetAdapt method =
        new NetAdapt(
            NetAdaptSettings.of(0.4 * START, 0.55 * START, 5),
            LATENCY,
            Shrinkings::nudge,
            Shrinkings::magnitude);
    NetAdaptResult result = shrink(method);
    assertTrue(result.latencyMillis() <= 0.4 * START);
  }

  @Test
  void another_seed_gives_other_weights() {
    NetAdaptResult one = fresh(folder.resolve("one"), method());
    NetAdaptSettings other =
        NetAdaptSettings.of(SETTINGS.budgetMillis(), SETTINGS.deltaMillis(), 6);
    NetAdaptResult two =
        fresh(
            folder.resolve("two"),
            new NetAdapt(other, LATENCY, Shrinkings::nudge, Shrinkings::magnitude));
    assertNotEquals(one.weights(), two.weights());
  }

  @Test
  void screening_fine_tunes_the_finalists_alone() {
    AtomicInteger tuned = new AtomicInteger();
    NetAdapt screened =
        new NetAdapt(SETTINGS, LATENCY, Shrinkings.counting(tuned), Shrinkings::magnitude)
            .screened(new Screening(2, Shrinkings::magnitude));
    NetAdaptResult result = shrink(screened);
    assertEquals(2 * result.steps().size(), tuned.get());
    NetAdaptStep first = result.steps().get(0);
    assertTrue(first.proposals().size() > 2);
    for (ScoredProposal scored : first.proposals()) {
      assertTrue(scored.screened().isPresent());
    }
    assertEquals(2, first.proposals().stream().filter(p -> p.accuracy().isPresent()).count());
  }

  @Test
  void proposals_that_are_all_fine_tuned_are_scored_before_too() {
    Screening ofAll = new Screening(OptionalInt.empty(), Shrinkings::magnitude, true);
    for (Policy policy : List.of(Policy.ORIGINAL, Policy.EXCHANGE)) {
      NetAdaptResult result =
          fresh(
              folder.resolve("looks-back-" + policy.looksBack()),
              method().by(policy).screened(ofAll));
      for (NetAdaptStep step : result.steps()) {
        for (ScoredProposal scored : step.proposals()) {
          assertTrue(scored.screened().isPresent() && scored.accuracy().isPresent());
        }
      }
    }
  }

  @Test
  void proposals_are_screened_against_their_parent_as_it_is_screened() {
    // Screened scores have another level than accuracies, which must not make losses of gains.
    Screening shifted =
        new Screening(OptionalInt.of(2), (graph, weights) -> 5 + magnitude(graph, weights), false);
    NetAdapt plain = method().screened(new Screening(2, Shrinkings::magnitude));
    assertEquals(
        fresh(folder.resolve("plain"), plain).architecture(),
        fresh(folder.resolve("shifted"), method().screened(shifted)).architecture());
  }

  @Test
  void a_proposal_whose_training_fails_is_a_failed_trial_and_another_wins() {
    NetAdapt failing =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              if (graph.channelGroups().get("s1.b1.expansion").channels() < 64) {
                throw new ProposalFailedException("loss is NaN");
              }
              return nudge(graph, weights, seed);
            },
            (graph, weights) ->
                graph.channelGroups().get("s1.b2.expansion").channels() < 72
                    ? Double.NaN
                    : magnitude(graph, weights));
    NetAdaptResult result = shrink(failing);
    Set<String> causes = new HashSet<>();
    for (NetAdaptStep step : result.steps()) {
      step.proposals().forEach(scored -> scored.failure().ifPresent(causes::add));
    }
    assertEquals(Set.of("loss is NaN", "the validation accuracy is NaN"), causes);
    List<Trial> trials = inStore(folder, store -> store.trials().ofStage("netadapt"));
    assertTrue(trials.stream().anyMatch(trial -> trial.state().label().equals("FAILED")));
    assertTrue(trials.stream().anyMatch(trial -> trial.state().label().equals("DONE")));
  }

  @Test
  void a_step_of_failures_alone_ends_the_run_and_is_tried_again() {
    NetAdapt failing =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              throw new ProposalFailedException("the loss is NaN");
            },
            Shrinkings::magnitude);
    InvalidInputException thrown = assertThrows(InvalidInputException.class, () -> shrink(failing));
    assertTrue(
        thrown.getMessage().contains("failed; the first: the loss is NaN"), thrown::getMessage);
    assertTrue(shrink(method()).latencyMillis() <= SETTINGS.budgetMillis());
  }

  @Test
  void a_failure_that_is_no_proposals_own_ends_the_run() {
    NetAdapt failing =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              throw new IllegalStateException("out of memory");
            },
            Shrinkings::magnitude);
    IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> shrink(failing));
    assertEquals("out of memory", thrown.getMessage());
  }

  @Test
  void bad_input_in_training_ends_the_run_as_bad_input() {
    NetAdapt failing =
        new NetAdapt(
            SETTINGS,
            LATENCY,
            (graph, weights, seed) -> {
              throw new InvalidInputException("data.zip: no such file");
            },
            Shrinkings::magnitude);
    InvalidInputException thrown = assertThrows(InvalidInputException.class, () -> shrink(failing));
    assertEquals("data.zip: no such file", thrown.getMessage());
  }

  @Test
  void exchanges_end_within_the_budget_with_the_weights_that_were_scored() {
    NetAdaptResult result = shrink(Shrinkings.exchanging(Shrinkings::nudge));
    assertTrue(result.latencyMillis() <= SETTINGS.budgetMillis());
    LayerGraph graph = LayerGraph.of(result.architecture());
    assertEquals(LATENCY.predict(graph).millis(), result.latencyMillis());
    result.weights().requireFitsExactly(graph);
    assertEquals(magnitude(graph, result.weights()), result.accuracy());
    assertTrue(
        result.steps().stream()
            .flatMap(step -> step.proposals().stream())
            .anyMatch(scored -> scored.proposal().back().isPresent()),
        "nothing was given back");
  }

  @Test
  void an_exchange_gives_one_group_back_and_another_pays() {
    ProposalScan scan = new ProposalScan(LATENCY, SETTINGS);
    Architecture cut = Shrinking.shrink(NETWORK, "s1.b1.expansion", 24);
    double target = scan.millis(cut);
    List<Proposal> exchanges = scan.exchanges(NETWORK, cut, target);
    assertTrue(exchanges.size() > 1, exchanges.toString());
    for (Proposal exchange : exchanges) {
      Architecture changed = Shrinking.apply(NETWORK, cut, exchange);
      assertEquals(LATENCY.predict(LayerGraph.of(changed)).millis(), exchange.latencyMillis());
      assertTrue(exchange.latencyMillis() <= target);
      assertEquals("s1.b1.expansion", exchange.back().orElseThrow().group());
      assertTrue(exchange.back().orElseThrow().channels() > 24);
    }
  }

  @Test
  void what_is_given_back_whole_is_the_first_network_again() {
    for (ChannelGroup group : ChannelGroups.adjustable(NETWORK)) {
      Architecture cut = Shrinking.shrink(NETWORK, group.id(), 8);
      assertEquals(NETWORK, Shrinking.regrow(NETWORK, cut, group.id(), group.channels()));
    }
  }

  @Test
  void caps_are_kept_beside_the_latency_budget() {
    Cost start = Cost.of(LayerGraph.of(NETWORK));
    Caps caps =
        new Caps(
            OptionalLong.empty(), OptionalLong.of(start.params() * 7 / 10), OptionalLong.empty());
    NetAdaptSettings loose = NetAdaptSettings.of(2 * START, 0.04 * START, 5).within(caps);
    NetAdaptResult result =
        shrink(new NetAdapt(loose, LATENCY, Shrinkings::nudge, Shrinkings::magnitude));
    LayerGraph graph = LayerGraph.of(result.architecture());
    assertTrue(Cost.of(graph).params() <= start.params() * 7 / 10);
    assertEquals(LATENCY.predict(graph).millis(), result.latencyMillis());
  }

  @Test
  void a_cap_on_memory_is_met_where_several_blocks_take_most() {
    Architecture twins =
        ChannelGroups.resize(
            ChannelGroups.resize(NETWORK, "s1.b1.expansion", 200), "s1.b2.expansion", 200);
    long most = Cost.of(LayerGraph.of(twins)).peakBytes();
    long ofOne =
        Cost.of(LayerGraph.of(ChannelGroups.resize(twins, "s1.b1.expansion", 8))).peakBytes();
    assertEquals(most, ofOne);
    Caps caps =
        new Caps(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(most * 6 / 10));
    double start = LATENCY.predict(LayerGraph.of(twins)).millis();
    NetAdaptSettings loose = NetAdaptSettings.of(2 * start, 0.04 * start, 5).within(caps);
    NetAdaptResult result =
        Shrinkings.inStore(
            folder,
            store ->
                new NetAdapt(loose, LATENCY, Shrinkings::nudge, Shrinkings::magnitude)
                    .shrink(twins, Networks.weights(twins), store, ProgressListener.SILENT));
    assertTrue(
        Cost.of(LayerGraph.of(result.architecture())).peakBytes() <= most * 6 / 10,
        result.architecture()::toString);
  }

  @Test
  void a_cap_out_of_reach_is_answered_with_the_least_that_shrinking_reaches() {
    Caps caps = new Caps(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(10));
    NetAdaptSettings settings = NetAdaptSettings.of(START, 0.04 * START, 5).within(caps);
    InvalidInputException thrown =
        assertThrows(
            InvalidInputException.class,
            () -> NetAdapt.requireReachable(NETWORK, settings, LATENCY));
    assertTrue(
        thrown
            .getMessage()
            .matches(
                "shrinking channels cannot reach 10 bytes of peak memory: the least is [0-9,]+, of"
                    + " [0-9,]+ at first; raise the cap"),
        thrown.getMessage());
  }

  @Test
  void settings_refuse_what_cannot_be_meant() {
    assertThrows(InvalidInputException.class, () -> NetAdaptSettings.of(0, 1, 0));
    assertThrows(InvalidInputException.class, () -> NetAdaptSettings.of(1, Double.NaN, 0));
    assertThrows(
        InvalidInputException.class,
        () -> new NetAdaptSettings(1, 1, 8, Set.of(ChannelGroup.Kind.CLASSES), 0));
    assertThrows(InvalidInputException.class, () -> new NetAdaptSettings(1, 1, 8, Set.of(), 0));
    for (int step : new int[] {0, 17}) {
      assertThrows(
          InvalidInputException.class,
          () -> new NetAdaptSettings(1, 1, step, NetAdaptSettings.MOBILENET_V3_KINDS, 0));
    }
    assertThrows(InvalidInputException.class, () -> new Screening(0, (g, w) -> 0));
  }
}
