package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.latency.RandomChannels.Counts;
import io.hwnas.space.Architecture;
import io.hwnas.space.ChannelGroup;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import io.hwnas.space.Seeds;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RandomChannelsTests {
  private final Architecture base = ReferenceNetworks.named("mobilenet-v3-large");

  private Architecture draw(Set<ChannelGroup.Kind> kinds, Counts counts, long seed) {
    return RandomChannels.draw(base, kinds, counts, Seeds.of(seed, "random-channels-tests"));
  }

  private static Map<String, ChannelGroup> groups(Architecture network) {
    return LayerGraph.of(network).channelGroups();
  }

  @Property(tries = 30)
  void drawsFromAQuarterToAllOfTheBasesChannels(@ForAll long seed, @ForAll Counts counts) {
    Map<String, ChannelGroup> drawn = groups(draw(RandomChannels.ALL, counts, seed));
    for (ChannelGroup group : groups(base).values()) {
      int channels = drawn.get(group.id()).channels();
      assertTrue(channels <= group.channels());
      if (RandomChannels.ALL.contains(group.kind())) {
        assertTrue(channels >= 0.25 * group.channels(), group::toString);
      }
    }
  }

  @Property(tries = 30)
  void drawsMultiplesWhereTheyAreAskedFor(@ForAll long seed) {
    for (ChannelGroup group :
        groups(draw(RandomChannels.ALL, Counts.MULTIPLES_OF_8, seed)).values()) {
      if (RandomChannels.ALL.contains(group.kind())) {
        assertEquals(0, group.channels() % 8, group::toString);
      }
    }
  }

  @Test
  void leavesStemAndHeadWhereTheInnerChannelsAreDrawn() {
    Architecture drawn = draw(RandomChannels.INNER, Counts.ANY, 1);
    assertEquals(base.stem(), drawn.stem());
    assertEquals(base.head(), drawn.head());
    assertNotEquals(base, drawn);
  }

  @Test
  void theSameSeedDrawsTheSameNetwork() {
    assertEquals(
        draw(RandomChannels.ALL, Counts.MIXED, 3), draw(RandomChannels.ALL, Counts.MIXED, 3));
  }
}
