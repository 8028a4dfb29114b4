package io.hwnas.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ParetoFrontTests {
  @Property(tries = 300)
  void membersAreExactlyTheItemsThatNothingDominates(
      @ForAll("points") List<List<Integer>> points, @ForAll("directions") List<Direction> ways) {
    ParetoFront<List<Integer>> front = front(points, ways);
    for (List<Integer> point : points) {
      boolean dominated = points.stream().anyMatch(other -> dominates(other, point, ways));
      assertEquals(!dominated, front.items().contains(point));
    }
    assertEquals(new HashSet<>(front.items()).size(), front.items().size());
  }

  @Property(tries = 300)
  void orderOfOfferingDoesNotChangeTheFront(
      @ForAll("points") List<List<Integer>> points,
      @ForAll("directions") List<Direction> ways,
      @ForAll Random random) {
    List<List<Integer>> shuffled = new ArrayList<>(points);
    Collections.shuffle(shuffled, random);
    assertEquals(
        new HashSet<>(front(points, ways).items()), new HashSet<>(front(shuffled, ways).items()));
  }

  @Property(tries = 200)
  void hypervolumeCountsTheDominatedUnitCells(
      @ForAll("points") List<List<Integer>> points, @ForAll("directions") List<Direction> ways) {
    double[] worst = new double[3];
    for (int i = 0; i < 3; i++) {
      worst[i] = ways.get(i) == Direction.MAXIMISE ? 0 : 6;
    }
    long cells = 0;
    for (int cell = 0; cell < 216; cell++) {
      int[] corner = {cell % 6, cell / 6 % 6, cell / 36};
      if (points.stream().anyMatch(point -> covers(point, corner, ways))) {
        cells++;
      }
    }
    assertEquals(cells, front(points, ways).hypervolume(worst), 1e-9);
  }

  @Test
  void membersComeBestOfTheFirstObjectiveFirst() {
    ParetoFront<String> front = ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
    front.offer("small", 0.7, 0.1);
    front.offer("large", 0.9, 0.4);
    front.offer("middle", 0.8, 0.2);
    assertEquals(List.of("large", "middle", "small"), front.items());
  }

  @Test
  void ofEqualItemsTheFirstStays() {
    ParetoFront<String> front = ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
    assertTrue(front.offer("first", 0.7, 0.1));
    assertEquals(false, front.offer("second", 0.7, 0.1));
    assertEquals(List.of("first"), front.items());
  }

  @Test
  void refusesNaNAndWrongCounts() {
    ParetoFront<String> front = ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
    assertThrows(IllegalArgumentException.class, () -> front.offer("x", Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> front.offer("x", 1));
    assertThrows(IllegalArgumentException.class, () -> new ParetoFront<>(List.of()));
  }

  @Test
  void membersBehindTheReferenceCountNothing() {
    ParetoFront<String> front = ParetoFront.of(Direction.MAXIMISE, Direction.MINIMISE);
    front.offer("slow", 0.9, 2.0);
    assertEquals(0, front.hypervolume(0.5, 1.0));
    front.offer("fast", 0.7, 0.5);
    assertEquals(0.1, front.hypervolume(0.5, 1.0), 1e-12);
  }

  @Provide
  Arbitrary<List<List<Integer>>> points() {
    return Arbitraries.integers().between(0, 6).list().ofSize(3).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Direction>> directions() {
    return Arbitraries.of(Direction.class).list().ofSize(3);
  }

  private static ParetoFront<List<Integer>> front(
      List<List<Integer>> points, List<Direction> directions) {
    ParetoFront<List<Integer>> front = new ParetoFront<>(directions);
    points.forEach(point -> front.offer(point, point.get(0), point.get(1), point.get(2)));
    return front;
  }

  private static boolean dominates(List<Integer> a, List<Integer> b, List<Direction> ways) {
    boolean atLeast = true;
    for (int i = 0; i < 3; i++) {
      int sign = ways.get(i) == Direction.MAXIMISE ? 1 : -1;
      atLeast &= sign * a.get(i) >= sign * b.get(i);
    }
    return atLeast && !a.equals(b);
  }

  private static boolean covers(List<Integer> point, int[] cell, List<Direction> ways) {
    for (int i = 0; i < 3; i++) {
      boolean covered =
          ways.get(i) == Direction.MAXIMISE ? point.get(i) > cell[i] : point.get(i) <= cell[i];
      if (!covered) {
        return false;
      }
    }
    return true;
  }
}
