package io.hwnas.benchmarks;

import io.hwnas.space.Architecture;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Times the lowering of random architectures of every space. */
final class LoweringTime {
  private static final int ARCHITECTURES = 10_000;
  private static final double BAR_SECONDS = 2;

  private LoweringTime() {}

  public static void main(String[] arguments) {
    System.out.println("| space | seconds | layers each |");
    System.out.println("|---|---|---|");
    boolean met = true;
    for (String name : SearchSpace.names()) {
      met &= row(SearchSpace.named(name)) < BAR_SECONDS;
    }
    System.exit(met ? 0 : 1);
  }

  private static double row(SearchSpace space) {
    RandomGenerator random = Seeds.of(2, space.name());
    List<Architecture> architectures = new ArrayList<>();
    for (int i = 0; i < ARCHITECTURES; i++) {
      architectures.add(space.decode(space.sample(random)));
    }
    long start = System.nanoTime();
    long layers = 0;
    for (Architecture architecture : architectures) {
      layers += LayerGraph.of(architecture).layers().size();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f | %.0f |%n",
        space.name(),
        seconds,
        (double) layers / ARCHITECTURES);
    return seconds;
  }
}
