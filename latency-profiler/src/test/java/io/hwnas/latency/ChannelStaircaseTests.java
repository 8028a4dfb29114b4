package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.latency.ChannelStaircase.Step;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.ChannelGroups;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.ReferenceNetworks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ChannelStaircaseTests {
  private final Architecture network = ReferenceNetworks.named("mobilenet-v2");
  private final Function<LoweredBlock, BlockLatency> model =
      block -> new BlockLatency(SyntheticBlocks.millis(block.key()), 0.001);

  private ChannelStaircase staircase(String group) {
    return ChannelStaircase.of(
        model,
        network,
        ChannelGroups.adjustable(network).stream()
            .filter(one -> one.id().equals(group))
            .findFirst()
            .orElseThrow());
  }

  @Test
  void stepsEndAtTheCountsThatTheProcessorComputesAtOnce() {
    List<Step> steps = staircase("s3.b1.expansion").steps();
    assertEquals(
        List.of(96, 112, 128, 144, 160),
        steps.stream().map(step -> step.widest().channels()).limit(5).toList());
    assertEquals(97, steps.get(1).fromChannels());
    assertEquals(384, steps.get(steps.size() - 1).widest().channels());
  }

  @Test
  void narrowerCountsAreTheWidestOfTheStepsBelow() {
    List<Integer> steps =
        new ArrayList<>(
            staircase("s3.b1.expansion").steps().stream()
                .map(step -> step.widest().channels())
                .filter(channels -> channels < 384)
                .toList());
    Collections.reverse(steps);
    ChannelGroup group = LayerGraph.of(network).channelGroups().get("s3.b1.expansion");
    assertEquals(
        steps,
        ChannelStaircase.narrower(model, network, group)
            .map(ChannelStaircase.Point::channels)
            .limit(steps.size())
            .toList());
  }

  @Test
  void everyCountIsInOneStep() {
    List<Step> steps = staircase("s3.b1.expansion").steps();
    int next = 96;
    for (Step step : steps) {
      assertEquals(next, step.fromChannels());
      next = step.widest().channels() + 1;
    }
    assertEquals(385, next);
  }

  @Test
  void noCountOfAStepIsClearlyCheaperThanItsWidest() {
    ChannelStaircase staircase = staircase("s3.b0.output");
    for (Step step : staircase.steps()) {
      for (int channels = step.fromChannels(); channels <= step.widest().channels(); channels++) {
        double millis = staircase.at(channels).latency().millis();
        assertTrue(millis >= 0.99 * step.widest().latency().millis());
        assertTrue(millis <= step.greatestMillis());
      }
    }
  }

  @Test
  void theWidestThatCostsNoMoreIsBeyondTheCliff() {
    ChannelStaircase staircase = staircase("s3.b1.expansion");
    assertEquals(112, staircase.widest(100).channels());
    assertTrue(staircase.widest(101).channels() > 200);
    assertEquals(384, staircase.widest(384).channels());
  }

  @Test
  void aBottleneckCostsInEveryBlockThatHasIt() {
    assertEquals(
        List.of("s3.b0", "s3.b1", "s3.b2", "s3.b3", "s4.b0"), staircase("s3.b0.output").blocks());
    assertEquals(List.of("s3.b1"), staircase("s3.b1.expansion").blocks());
  }

  @Test
  void aBlockHasAnExpansionAndTheOutputThatItShares() {
    assertEquals(
        List.of("s3.b0.output", "s3.b1.expansion"),
        ChannelStaircase.groupsOf(network, "s3.b1").stream().map(ChannelGroup::id).toList());
  }

  @Test
  void joinsTheBlocksUncertainties() {
    assertEquals(
        0.001 * Math.sqrt(5), staircase("s3.b0.output").at(40).latency().uncertaintyMillis(), 1e-9);
  }

  @Test
  void countsBeyondTheNetworksAreRefused() {
    assertThrows(InvalidInputException.class, () -> staircase("s3.b1.expansion").at(385));
    assertThrows(InvalidInputException.class, () -> staircase("s3.b1.expansion").at(95));
  }
}
