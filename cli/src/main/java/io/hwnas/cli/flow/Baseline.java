package io.hwnas.cli.flow;

import io.hwnas.cli.config.BaselineConfig;
import io.hwnas.space.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of the networks that the found one is held against, and how a run names what belongs to it.
 *
 * @param network a reference network, or {@value BaselineConfig#OWN}
 * @param place its place among them, from 1 on
 * @param own the network that {@value BaselineConfig#OWN} means, where it is needed
 */
record Baseline(String network, int place, Optional<Architecture> own) {
  private static final String NAME = "baseline";

  /** Returns all of a run, in order, to be named alone. */
  static List<Baseline> all(BaselineConfig config) {
    return all(config, Optional.empty());
  }

  /** Returns all of a run, in order. */
  static List<Baseline> all(BaselineConfig config, Optional<Architecture> own) {
    List<Baseline> all = new ArrayList<>();
    for (String network : config.networks()) {
      boolean isOwn = network.equals(BaselineConfig.OWN);
      all.add(new Baseline(network, all.size() + 1, own.filter(given -> isOwn)));
    }
    return List.copyOf(all);
  }

  /** Returns the names of the stages that train the baselines of any run. */
  static Stream<String> trainings() {
    return IntStream.rangeClosed(1, BaselineConfig.MOST).mapToObj(Baseline::training);
  }

  /** Returns the one that a budget of the run's own is taken from. */
  static Baseline first(BaselineConfig config) {
    return all(config).get(0);
  }

  /** Returns what a person reads. */
  String label() {
    return place == 1 ? NAME : NAME + ' ' + place;
  }

  /** Returns the name of the stage that trains it, which its files have too. */
  String training() {
    return training(place);
  }

  private static String training(int place) {
    return place == 1 ? NAME : NAME + '-' + place;
  }

  /** Returns the name of the stage that chooses its width. */
  String widthStage() {
    return label() + " width";
  }
}
