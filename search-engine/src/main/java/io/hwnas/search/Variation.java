package io.hwnas.search;

import io.hwnas.space.DecisionVector;
import io.hwnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Changes of decision vectors that respect the structure of a space.
 *
 * <p>Decisions whose names agree up to the last dot, such as {@code s2.b1.kernel} and {@code
 * s2.b1.expansion-ratio}, are one block and travel together; those that agree up to the first, such
 * as {@code s2.depth} with all of {@code s2}'s blocks, are one stage. Decisions of a stage as a
 * whole change one at a time. Every vector given must be canonical; so is every vector returned.
 */
final class Variation {
  private final SearchProblem problem;
  private final int[] choices;
  private final List<int[]> units = new ArrayList<>();
  private final List<List<int[]>> stages;

  Variation(SearchProblem problem) {
    SearchSpace space = problem.space();
    this.problem = problem;
    this.choices =
        space.decisions().stream().mapToInt(decision -> decision.choices().size()).toArray();
    Map<String, List<Integer>> byUnit = new LinkedHashMap<>();
    for (int place = 0; place < choices.length; place++) {
      String name = space.decisions().get(place).name();
      boolean ofBlock = name.indexOf('.') != name.lastIndexOf('.');
      String unit = ofBlock ? name.substring(0, name.lastIndexOf('.')) : name;
      byUnit.computeIfAbsent(unit, key -> new ArrayList<>()).add(place);
    }
    Map<String, List<int[]>> byStage = new LinkedHashMap<>();
    byUnit.forEach(
        (name, places) -> {
          int[] unit = places.stream().mapToInt(Integer::intValue).toArray();
          units.add(unit);
          byStage.computeIfAbsent(name.split("\\.", 2)[0], key -> new ArrayList<>()).add(unit);
        });
    this.stages = List.copyOf(byStage.values());
  }

  /**
   * Returns a child of two vectors: every stage comes of one parent, or, for half of the children,
   * every block does.
   */
  DecisionVector cross(DecisionVector one, DecisionVector other, RandomGenerator random) {
    int[] child = one.toArray();
    int[] others = other.toArray();
    boolean wholeStages = random.nextBoolean();
    for (List<int[]> stage : stages) {
      boolean take = random.nextBoolean();
      for (int[] unit : stage) {
        if (wholeStages ? take : random.nextBoolean()) {
          for (int place : unit) {
            child[place] = others[place];
          }
        }
      }
    }
    return problem.canonical(child, one);
  }

  /** Returns the vector with every stage taken from another with the chance given. */
  DecisionVector blend(
      DecisionVector vector, DecisionVector towards, double chance, RandomGenerator random) {
    int[] blended = vector.toArray();
    int[] others = towards.toArray();
    for (List<int[]> stage : stages) {
      if (random.nextDouble() < chance) {
        for (int[] unit : stage) {
          for (int place : unit) {
            blended[place] = others[place];
          }
        }
      }
    }
    return problem.canonical(blended, vector);
  }

  /** Returns the vector with at least one block, or decision of a stage, drawn anew. */
  DecisionVector mutate(DecisionVector vector, RandomGenerator random) {
    if (units.isEmpty()) {
      return vector;
    }
    int[] mutant = vector.toArray();
    int certain = random.nextInt(units.size());
    for (int i = 0; i < units.size(); i++) {
      if (i == certain || random.nextInt(units.size()) == 0) {
        redraw(mutant, units.get(i), random);
      }
    }
    return problem.canonical(mutant, vector);
  }

  /** Returns the vector with one block, or decision of a stage, drawn anew. */
  DecisionVector step(DecisionVector vector, RandomGenerator random) {
    if (units.isEmpty()) {
      return vector;
    }
    int[] changed = vector.toArray();
    redraw(changed, units.get(random.nextInt(units.size())), random);
    return problem.canonical(changed, vector);
  }

  /** Draws the decisions of a unit anew, so that at least one is another. */
  private void redraw(int[] vector, int[] unit, RandomGenerator random) {
    int certain = random.nextInt(unit.length);
    for (int i = 0; i < unit.length; i++) {
      int place = unit[i];
      if (i == certain) {
        vector[place] = (vector[place] + 1 + random.nextInt(choices[place] - 1)) % choices[place];
      } else if (random.nextBoolean()) {
        vector[place] = random.nextInt(choices[place]);
      }
    }
  }

  private int combinations(int[] unit) {
    int product = 1;
    for (int place : unit) {
      product *= choices[place];
    }
    return product - 1;
  }

  /** Returns how many vectors {@link #single} has. */
  int singles() {
    return units.stream().mapToInt(this::combinations).sum();
  }

  /** Returns one of the vectors that differ in one block or in one decision of a stage. */
  DecisionVector single(DecisionVector vector, int number) {
    int left = number;
    int at = 0;
    while (left >= combinations(units.get(at))) {
      left -= combinations(units.get(at));
      at++;
    }
    int[] changed = vector.toArray();
    for (int i = 0; i <= left; i++) {
      advance(changed, units.get(at));
    }
    return problem.canonical(changed, vector);
  }

  /** Counts the unit's decisions up by one, as digits of a number. */
  private void advance(int[] vector, int[] unit) {
    for (int place : unit) {
      vector[place] = (vector[place] + 1) % choices[place];
      if (vector[place] != 0) {
        return;
      }
    }
  }

  /** Returns the vector with two units drawn anew. */
  DecisionVector exchange(DecisionVector vector, RandomGenerator random) {
    if (units.isEmpty()) {
      return vector;
    }
    int[] changed = vector.toArray();
    int one = random.nextInt(units.size());
    redraw(changed, units.get(one), random);
    if (units.size() > 1) {
      int other = (one + 1 + random.nextInt(units.size() - 1)) % units.size();
      redraw(changed, units.get(other), random);
    }
    return problem.canonical(changed, vector);
  }
}
