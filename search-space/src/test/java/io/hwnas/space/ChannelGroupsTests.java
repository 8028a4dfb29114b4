package io.hwnas.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelGroupsTests {
  @Provide
  Arbitrary<Architecture> architectures() {
    return RandomArchitectures.all();
  }

  @Property(tries = 200)
  void resizingChangesOneGroupAndTheSqueezeThatFollowsIt(
      @ForAll("architectures") Architecture architecture,
      @ForAll @IntRange(min = 1, max = 64) int channels) {
    Map<String, ChannelGroup> before = LayerGraph.of(architecture).channelGroups();
    for (ChannelGroup group : ChannelGroups.adjustable(architecture)) {
      Architecture resized = ChannelGroups.resize(architecture, group.id(), channels);
      Map<String, ChannelGroup> after = LayerGraph.of(resized).channelGroups();
      assertEquals(List.copyOf(before.keySet()), List.copyOf(after.keySet()));
      for (ChannelGroup old : before.values()) {
        int size = after.get(old.id()).channels();
        if (old.id().equals(group.id())) {
          assertEquals(channels, size, old.id());
        } else if (size != old.channels()) {
          assertEquals(ChannelGroup.Kind.SQUEEZE, old.kind(), old.id());
          Set<Integer> squeezes = new HashSet<>();
          for (SqueezeRule rule : SqueezeRule.values()) {
            squeezes.add(rule.squeeze(channels, channels));
          }
          assertTrue(squeezes.contains(size), old.id());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small@28"})
  void resizingToTheOldSizeChangesNothing(String name) {
    Architecture architecture = ReferenceNetworks.named(name);
    for (ChannelGroup group : ChannelGroups.adjustable(architecture)) {
      assertEquals(architecture, ChannelGroups.resize(architecture, group.id(), group.channels()));
    }
  }

  @Test
  void listsEveryChoiceOfMobileNetV3SmallInTheOrderOfTheGraph() {
    List<String> ids = new ArrayList<>();
    ChannelGroups.adjustable(ReferenceNetworks.named("mobilenet-v3-small"))
        .forEach(group -> ids.add(group.id() + " " + group.channels()));
    assertEquals(
        List.of(
            "stem 16",
            "s0.b0.output 16",
            "s1.b0.expansion 72",
            "s1.b0.output 24",
            "s1.b1.expansion 88",
            "s2.b0.expansion 96",
            "s2.b0.output 40",
            "s2.b1.expansion 240",
            "s2.b2.expansion 240",
            "s3.b0.expansion 120",
            "s3.b0.output 48",
            "s3.b1.expansion 144",
            "s4.b0.expansion 288",
            "s4.b0.output 96",
            "s4.b1.expansion 576",
            "s4.b2.expansion 576",
            "head.conv 576",
            "head.hidden 1024"),
        ids);
  }

  @Test
  void resizesTheSqueezeExciteOfADepthwiseStageWithoutExpansion() {
    Architecture resized =
        ChannelGroups.resize(ReferenceNetworks.named("mobilenet-v3-small"), "stem", 64);
    InvertedResidual first = (InvertedResidual) resized.blocks().get(0);
    assertEquals(16, first.squeezeExcite().orElseThrow().squeezeChannels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"input", "classes", "s1.b1.output", "s9.b0.output", "s0.b0.squeeze"})
  void refusesGroupsThatCannotBeAdjusted(String id) {
    Architecture architecture = ReferenceNetworks.named("mobilenet-v3-small");
    assertEquals(
        "mobilenet-v3-small has no adjustable channel group '" + id + "'",
        assertThrows(InvalidInputException.class, () -> ChannelGroups.resize(architecture, id, 8))
            .getMessage());
  }
}
