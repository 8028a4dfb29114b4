package io.hwnas.latency;

import io.hwnas.latency.RandomChannels.Counts;
import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.List;

/** The networks of random channels that a table is measured on, for one base network. */
final class ChannelNetworks {
  /** What is drawn in turn: as many of packed counts as of others, and as many that mix them. */
  private static final List<Counts> PROFILED =
      List.of(
          Counts.MULTIPLES_OF_4,
          Counts.ANY,
          Counts.MIXED,
          Counts.MULTIPLES_OF_8,
          Counts.MULTIPLES_OF_4,
          Counts.ANY,
          Counts.MIXED,
          Counts.MULTIPLES_OF_16);

  private static final List<Counts> CALIBRATION = List.of(Counts.MULTIPLES_OF_4, Counts.ANY);

  private final Architecture base;
  private final int count;
  private final long seed;

  /**
   * Creates the networks of a source.
   *
   * @param source the base network, and how many are profiled
   * @param seed draws them
   */
  ChannelNetworks(TableSource.OfChannels source, long seed) {
    this.base = source.base().architecture();
    this.count = source.networks();
    this.seed = seed;
  }

  /** The networks to be profiled, the base first; in half of the others stem and head vary too. */
  List<LayerGraph> profiled() {
    List<LayerGraph> networks = new ArrayList<>(List.of(LayerGraph.of(base)));
    for (int i = 0; i < count; i++) {
      boolean all = i / PROFILED.size() % 2 == 0;
      networks.add(
          LayerGraph.of(
              RandomChannels.draw(
                  base,
                  all ? RandomChannels.ALL : RandomChannels.INNER,
                  PROFILED.get(i % PROFILED.size()),
                  Seeds.of(seed, "latency/channels", i))));
    }
    return List.copyOf(networks);
  }

  /**
   * A network for the calibration: the base, then networks like those that are to be predicted,
   * whose blocks were not profiled, so that it is fitted on what the model says.
   */
  LayerGraph calibration(int index) {
    if (index == 0) {
      return LayerGraph.of(base);
    }
    return LayerGraph.of(
        RandomChannels.draw(
            base,
            RandomChannels.INNER,
            CALIBRATION.get(index % CALIBRATION.size()),
            Seeds.of(seed, "latency/channels/calibration", index)));
  }
}
