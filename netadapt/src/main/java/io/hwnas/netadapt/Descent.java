package io.hwnas.netadapt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * NetAdapt's loop: goes down a landscape, a step at a time as a policy chooses, until a budget is
 * met or no further step can be made. No network is evaluated twice.
 *
 * @param <N> a network
 */
public final class Descent<N> {
  private final Landscape<N> landscape;
  private final Stride stride;
  private final Set<N> tried = new HashSet<>();
  private final Map<N, Visit<N>> visits = new LinkedHashMap<>();
  private final Set<N> gone = new HashSet<>();
  private final List<Visit<N>> path = new ArrayList<>();
  private OptionalInt kept = OptionalInt.empty();
  private double target;
  private int steps;

  private Descent(Landscape<N> landscape, Stride stride, Visit<N> start) {
    this.landscape = landscape;
    this.stride = stride;
    this.target = start.cost();
    tried.add(start.network());
    visits.put(start.network(), start);
    path.add(start);
  }

  /**
   * Goes all the way.
   *
   * @param landscape where
   * @param policy how a step is made
   * @param stride how far and in which steps
   * @param start a network of the landscape
   * @param <N> a network
   * @return the way that was gone
   * @throws IllegalArgumentException if the start has no accuracy
   */
  public static <N> Descent<N> run(Landscape<N> landscape, Policy policy, Stride stride, N start) {
    OptionalDouble accuracy = landscape.accuracy(start);
    if (accuracy.isEmpty()) {
      throw new IllegalArgumentException("the first network has no accuracy");
    }
    Descent<N> descent =
        new Descent<>(
            landscape, stride, new Visit<>(start, landscape.cost(start), accuracy.getAsDouble()));
    boolean further = true;
    while (further && descent.at().cost() > stride.budget()) {
      Optional<Visit<N>> next = policy.step(descent);
      next.filter(visit -> !visit.equals(descent.at())).ifPresent(descent.path::add);
      descent.recost();
      descent.letGo();
      descent.steps++;
      further = next.isPresent();
    }
    return descent;
  }

  /** Asks again what networks cost where the landscape has learnt something by the last step. */
  private void recost() {
    if (landscape.cost(at().network()) != at().cost()) {
      visits.replaceAll((network, visit) -> recosted(visit));
      path.replaceAll(this::recosted);
      target = Math.max(target, at().cost());
    }
  }

  /** Lets networks go that no later step goes on from, even where they become cheaper again. */
  private void letGo() {
    if (kept.isPresent()) {
      List<N> running = running(kept.getAsInt());
      visits.keySet().stream().filter(network -> !running.contains(network)).forEach(gone::add);
      landscape.retain(running);
    }
  }

  private Visit<N> recosted(Visit<N> visit) {
    return new Visit<>(visit.network(), landscape.cost(visit.network()), visit.accuracy());
  }

  /**
   * Returns the networks that the steps led to.
   *
   * @return the first network, and each that a step went on from
   */
  public List<Visit<N>> path() {
    return Collections.unmodifiableList(path);
  }

  /**
   * Returns every network that was evaluated.
   *
   * @return the networks in the order of evaluation
   */
  public Collection<Visit<N>> visits() {
    return Collections.unmodifiableCollection(visits.values());
  }

  /** Returns where the last step led. */
  Visit<N> at() {
    return path.get(path.size() - 1);
  }

  Landscape<N> landscape() {
    return landscape;
  }

  Stride stride() {
    return stride;
  }

  /** Returns what the next step is to take off the cost. */
  double delta() {
    return stride.delta() * Math.pow(stride.decay(), steps);
  }

  /** Returns what the last step had to reach; the first network's cost at first. */
  double target() {
    return target;
  }

  void aimAt(double lowered) {
    target = lowered;
  }

  boolean isNew(N network) {
    return !tried.contains(network);
  }

  /** Evaluates a network that is new; empty if that fails. */
  Optional<Visit<N>> visit(N network) {
    tried.add(network);
    OptionalDouble accuracy = landscape.accuracy(network);
    if (accuracy.isEmpty()) {
      return Optional.empty();
    }
    Visit<N> visit = new Visit<>(network, landscape.cost(network), accuracy.getAsDouble());
    visits.put(network, visit);
    return Optional.of(visit);
  }

  /** Returns the most accurate networks within a cost; of equals the cheaper, the earlier. */
  List<Visit<N>> best(double cost, int count) {
    return ranked(cost).limit(count).toList();
  }

  /** Has only networks stay that can be among the best so many at the end of each step. */
  void keep(int count) {
    kept = OptionalInt.of(count);
  }

  /** Returns the networks that can be among the best so many within the target or a lower one. */
  private List<N> running(int count) {
    List<Visit<N>> running = new ArrayList<>();
    List<Visit<N>> better = new ArrayList<>();
    ranked(target)
        .forEach(
            visit -> {
              if (better.stream().filter(other -> other.cost() <= visit.cost()).count() < count) {
                running.add(visit);
              }
              better.add(visit);
            });
    return running.stream().map(Visit::network).toList();
  }

  private Stream<Visit<N>> ranked(double cost) {
    return visits.values().stream()
        .filter(visit -> visit.cost() <= cost && !gone.contains(visit.network()))
        .sorted(
            Comparator.comparingDouble((Visit<N> visit) -> visit.accuracy())
                .reversed()
                .thenComparingDouble(Visit::cost));
  }
}
