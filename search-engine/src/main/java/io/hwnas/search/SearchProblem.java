package io.hwnas.search;

import io.hwnas.results.Direction;
import io.hwnas.results.ObjectiveValue;
import io.hwnas.results.Trial;
import io.hwnas.space.Architecture;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.DecisionVector;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.SearchSpace;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What is searched for: a space, what one wants of its networks, and what none may exceed.
 *
 * @param space the space
 * @param objectives at least one; the first decides which network is best
 * @param constraints hard limits on objectives or measures that are only limited, at most one of
 *     each side
 * @param alsoMeasured what is measured for the sake of a constraint alone
 * @param reward what makes one network the best
 * @param compiled the space by tables, where it was compiled; makes the search faster, not other
 */
public record SearchProblem(
    SearchSpace space,
    List<Objective> objectives,
    List<Constraint> constraints,
    List<Objective> alsoMeasured,
    Reward reward,
    Optional<CompiledSpace> compiled) {
  /** Checks that names are unique and that each constraint limits something measured. */
  public SearchProblem {
    objectives = List.copyOf(objectives);
    alsoMeasured = List.copyOf(alsoMeasured);
    constraints = List.copyOf(constraints);
    if (objectives.isEmpty()) {
      throw new InvalidInputException("a search needs at least one objective");
    }
    Set<String> names = new HashSet<>();
    for (Objective objective : all(objectives, alsoMeasured)) {
      if (!names.add(objective.name())) {
        throw new InvalidInputException(
            "objective '%s' is given twice".formatted(objective.name()));
      }
    }
    Set<List<Object>> limited = new HashSet<>();
    for (Constraint constraint : constraints) {
      if (!names.contains(constraint.objective())) {
        throw new InvalidInputException(
            "constraint on '%s': there is no such objective, only %s"
                .formatted(
                    constraint.objective(),
                    all(objectives, alsoMeasured).stream().map(Objective::name).toList()));
      }
      if (!limited.add(List.of(constraint.objective(), constraint.side()))) {
        throw new InvalidInputException(
            "'%s' has two constraints of one kind; give one".formatted(constraint.objective()));
      }
    }
  }

  /**
   * Makes a problem whose first objective decides which network is best.
   *
   * @param space the space
   * @param objectives at least one
   * @param constraints hard limits on objectives, at most one each
   */
  public SearchProblem(
      SearchSpace space, List<Objective> objectives, List<Constraint> constraints) {
    this(space, objectives, constraints, List.of(), Reward.FIRST_OBJECTIVE, Optional.empty());
  }

  /**
   * Returns the problem with another reward.
   *
   * @param other what makes one network the best
   * @return the same problem otherwise
   */
  public SearchProblem rewarding(Reward other) {
    return new SearchProblem(space, objectives, constraints, alsoMeasured, other, compiled);
  }

  /**
   * Returns the problem on a compiled space.
   *
   * @param tables the problem's space, compiled
   * @return a problem of the same results
   */
  public SearchProblem on(CompiledSpace tables) {
    return new SearchProblem(
        space, objectives, constraints, alsoMeasured, reward, Optional.of(tables));
  }

  /** Returns the one vector that stands for all vectors of a network. */
  DecisionVector canonical(DecisionVector vector) {
    return compiled.isPresent() ? compiled.get().canonical(vector) : space.canonical(vector);
  }

  /**
   * Returns the canonical vector of choices, which may be overwritten, that differ from those of a
   * canonical vector.
   */
  DecisionVector canonical(int[] choices, DecisionVector near) {
    return compiled.isPresent()
        ? compiled.get().canonical(choices, near)
        : space.canonical(DecisionVector.of(choices));
  }

  /** Draws the canonical vector of a network, as the space does. */
  DecisionVector sample(RandomGenerator random) {
    return compiled.isPresent() ? compiled.get().sample(random) : space.sample(random);
  }

  private static List<Objective> all(List<Objective> objectives, List<Objective> limited) {
    return Stream.concat(objectives.stream(), limited.stream()).toList();
  }

  /** Returns all that is measured of a network: objectives, then what is only limited. */
  List<Objective> measures() {
    return all(objectives, alsoMeasured);
  }

  /**
   * Finds what is measured of a network.
   *
   * @param name its name
   * @return the objective, or what is only limited
   * @throws InvalidInputException if there is none of that name
   */
  public Objective objective(String name) {
    for (Objective objective : objectives) {
      if (objective.name().equals(name)) {
        return objective;
      }
    }
    for (Objective objective : alsoMeasured) {
      if (objective.name().equals(name)) {
        return objective;
      }
    }
    throw new InvalidInputException("there is no objective '%s'".formatted(name));
  }

  /**
   * Returns the architecture that a trial of this problem tried.
   *
   * @param trial a trial with decisions of this space
   * @return its architecture
   */
  public Architecture architecture(Trial trial) {
    return space.decode(new DecisionVector(trial.spec().decisions()));
  }

  List<Objective> ofEffort(Objective.Effort effort) {
    return measures().stream().filter(objective -> objective.effort() == effort).toList();
  }

  /** Returns the constraints on cheap objectives, which can be checked before anything costs. */
  List<Constraint> cheapConstraints() {
    return constraints.stream()
        .filter(limit -> objective(limit.objective()).effort() == Objective.Effort.CHEAP)
        .toList();
  }

  /**
   * Returns by how much scores exceed the constraints together, each as a share of its bound; 0 for
   * scores within all; constraints on objectives without a score do not count.
   */
  double violation(List<ObjectiveValue> scores) {
    double sum = 0;
    for (Constraint limit : constraints) {
      Direction direction = objective(limit.objective()).direction();
      for (ObjectiveValue score : scores) {
        if (score.name().equals(limit.objective()) && limit.excludes(direction, score)) {
          double scale = limit.bound() == 0 ? 1 : Math.abs(limit.bound());
          sum += Math.abs(limit.held(direction, score) - limit.bound()) / scale;
        }
      }
    }
    return sum;
  }
}
