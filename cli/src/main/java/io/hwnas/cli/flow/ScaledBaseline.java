package io.hwnas.cli.flow;

import io.hwnas.cli.config.BaselineConfig;
import io.hwnas.evaluator.data.ImageSet;
import io.hwnas.space.Architecture;
import io.hwnas.space.ImageInput;
import io.hwnas.space.NetworkOptions;
import io.hwnas.space.ReferenceNetworks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A baseline at every width multiplier.
 *
 * @param baseline which network
 * @param config how it is scaled
 * @param images images of the run, whose form the network takes
 */
record ScaledBaseline(Baseline baseline, BaselineConfig config, ImageSet images) {
  private static final int PER_UNIT = 200;
  private static final double LEAST = 0.05;
  private static final double GREATEST = 4;

  /**
   * The network at one width.
   *
   * @param width the width multiplier
   * @param architecture the network
   */
  record AtWidth(double width, Architecture architecture) {}

  /** Returns the network at a width multiplier. */
  Architecture at(double width) {
    return baseline
        .own()
        .map(own -> own.widthRule().scale(own, width).named("%s-%s".formatted(own.name(), width)))
        .orElseGet(() -> reference(width));
  }

  private Architecture reference(double width) {
    NetworkOptions options =
        NetworkOptions.PUBLISHED
            .withInput(new ImageInput(images.channels(), images.height()))
            .withClasses(images.classCount())
            .withWidthMultiplier(width)
            .withScaleHidden(config.scaleHidden());
    return ReferenceNetworks.named(baseline.network(), options);
  }

  /** Returns the distinct networks, narrowest first, each at the least multiplier that gives it. */
  List<AtWidth> all() {
    List<AtWidth> networks = new ArrayList<>();
    Set<Architecture> seen = new HashSet<>();
    for (long i = Math.round(LEAST * PER_UNIT); i <= GREATEST * PER_UNIT; i++) {
      double width = (double) i / PER_UNIT;
      Architecture architecture = at(width);
      if (seen.add(architecture.named(baseline.network()))) {
        networks.add(new AtWidth(width, architecture));
      }
    }
    return List.copyOf(networks);
  }
}
