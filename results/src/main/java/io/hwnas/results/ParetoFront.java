package io.hwnas.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The items that no other item offered so far dominates.
 *
 * <p>One item dominates another if it is at least as good in every objective and better in one. Of
 * items with equal values the first one offered stays. Not safe for use by several threads.
 *
 * @param <T> what is compared
 */
public final class ParetoFront<T> {
  private final List<Direction> directions;
  private final List<Member<T>> members = new ArrayList<>();

  /**
   * An item of a front.
   *
   * @param item the item
   * @param values its objective values, in the order of the directions
   * @param <T> what is compared
   */
  public record Member<T>(T item, List<Double> values) {
    /** Copies the list. */
    public Member {
      values = List.copyOf(values);
    }
  }

  /**
   * Creates an empty front.
   *
   * @param directions which way each objective gets better, at least one
   */
  public ParetoFront(List<Direction> directions) {
    this.directions = List.copyOf(directions);
    if (directions.isEmpty()) {
      throw new IllegalArgumentException("a Pareto front needs at least one objective");
    }
  }

  /**
   * Creates an empty front.
   *
   * @param directions which way each objective gets better, at least one
   * @param <T> what is compared
   * @return the front
   */
  public static <T> ParetoFront<T> of(Direction... directions) {
    return new ParetoFront<>(List.of(directions));
  }

  /**
   * Offers an item; if it joins, the members it dominates leave.
   *
   * @param item the item
   * @param values its objective values, in the order of the directions, none of them NaN
   * @return whether the item joined
   * @throws IllegalArgumentException if the number of values is wrong or one is NaN
   */
  public boolean offer(T item, double... values) {
    check(values);
    for (Member<T> member : members) {
      if (atLeastAsGood(member.values(), values)) {
        return false;
      }
    }
    List<Double> offered = Arrays.stream(values).boxed().toList();
    members.removeIf(member -> dominates(offered, member.values()));
    members.add(new Member<>(item, offered));
    return true;
  }

  /**
   * Returns the members, best of the first objective first.
   *
   * @return the members with their values
   */
  public List<Member<T>> members() {
    Comparator<Member<T>> byFirst = Comparator.comparingDouble(member -> member.values().get(0));
    return members.stream()
        .sorted(directions.get(0) == Direction.MAXIMISE ? byFirst.reversed() : byFirst)
        .toList();
  }

  /**
   * Returns the items of the members, best of the first objective first.
   *
   * @return the items
   */
  public List<T> items() {
    return members().stream().map(Member::item).toList();
  }

  /**
   * Tells whether one point dominates another.
   *
   * @param values the one
   * @param others the other
   * @return whether {@code values} is at least as good in every objective and better in one
   */
  public boolean dominates(List<Double> values, List<Double> others) {
    boolean better = false;
    for (int i = 0; i < directions.size(); i++) {
      if (directions.get(i).better(others.get(i), values.get(i))) {
        return false;
      }
      better |= directions.get(i).better(values.get(i), others.get(i));
    }
    return better;
  }

  /**
   * Returns the volume between the front and a reference point: what the members dominate and the
   * reference bounds (Zitzler and Thiele 1998).
   *
   * <p>Exact for any number of objectives, by slicing along one objective after another (While et
   * al. 2006); the time grows exponentially with the objectives, which are two or three here.
   *
   * @param reference a point no better than anything of interest; members not better than it in
   *     every objective count nothing
   * @return the hypervolume, in the product of the objectives' units
   */
  public double hypervolume(double... reference) {
    check(reference);
    List<double[]> gains = new ArrayList<>();
    for (Member<T> member : members) {
      double[] gain = new double[reference.length];
      boolean counts = true;
      for (int i = 0; i < reference.length; i++) {
        double difference = member.values().get(i) - reference[i];
        gain[i] = directions.get(i) == Direction.MAXIMISE ? difference : -difference;
        counts &= gain[i] > 0;
      }
      if (counts) {
        gains.add(gain);
      }
    }
    return volume(gains, reference.length);
  }

  /** The volume that boxes from the origin cover together, in their first {@code dimensions}. */
  private static double volume(List<double[]> boxes, int dimensions) {
    if (dimensions == 1) {
      return boxes.stream().mapToDouble(box -> box[0]).max().orElse(0);
    }
    int last = dimensions - 1;
    List<double[]> sorted = new ArrayList<>(boxes);
    sorted.sort(Comparator.comparingDouble((double[] box) -> box[last]).reversed());
    double sum = 0;
    double widest = 0;
    for (int i = 0; i < sorted.size(); i++) {
      widest = Math.max(widest, sorted.get(i)[0]);
      double below = i + 1 < sorted.size() ? sorted.get(i + 1)[last] : 0;
      double depth = sorted.get(i)[last] - below;
      if (depth > 0) {
        sum += depth * (last == 1 ? widest : volume(sorted.subList(0, i + 1), last));
      }
    }
    return sum;
  }

  private boolean atLeastAsGood(List<Double> values, double[] others) {
    for (int i = 0; i < directions.size(); i++) {
      if (directions.get(i).better(others[i], values.get(i))) {
        return false;
      }
    }
    return true;
  }

  private void check(double[] values) {
    if (values.length != directions.size()) {
      throw new IllegalArgumentException(
          "%d values for %d objectives".formatted(values.length, directions.size()));
    }
    if (Arrays.stream(values).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException("an objective value is NaN");
    }
  }
}
