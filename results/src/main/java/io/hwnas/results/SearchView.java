package io.hwnas.results;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a search chose, and random search beside it, as a report shows them.
 *
 * @param accuracySource what the accuracies are, such as {@code accuracy on the validation split}
 * @param decisions the decisions of the space
 * @param candidates networks that were scored, in the order of evaluation
 * @param randomNetworks choices of networks drawn at random from the whole space
 * @param random what random search finds, where that is known
 */
public record SearchView(
    String accuracySource,
    List<Choices> decisions,
    List<Candidate> candidates,
    List<List<Integer>> randomNetworks,
    Optional<RandomSearch> random) {
  /** Stands for a choice that a network does not make, for want of the block. */
  public static final int ABSENT = -1;

  /** Copies the lists and checks that all have a choice for each decision. */
  public SearchView {
    decisions = List.copyOf(decisions);
    candidates = List.copyOf(candidates);
    randomNetworks = randomNetworks.stream().map(List::copyOf).toList();
    for (Candidate candidate : candidates) {
      requireChoices(decisions, candidate.choices());
    }
    for (List<Integer> choices : randomNetworks) {
      requireChoices(decisions, choices);
    }
  }

  private static void requireChoices(List<Choices> decisions, List<Integer> choices) {
    if (choices.size() != decisions.size()) {
      throw new IllegalArgumentException(
          "%d choices for %d decisions".formatted(choices.size(), decisions.size()));
    }
  }

  /**
   * A decision of the space.
   *
   * @param decision its name
   * @param choices what may be chosen
   */
  public record Choices(String decision, List<String> choices) {
    /** Copies the list. */
    public Choices {
      choices = List.copyOf(choices);
    }
  }

  /**
   * A scored network.
   *
   * @param evaluation its place in the order of evaluation, from 1
   * @param choices index of its choice for each decision, or {@link #ABSENT}
   * @param accuracy its accuracy, a fraction
   * @param withinBudget whether it is within all limits
   */
  public record Candidate(
      int evaluation, List<Integer> choices, double accuracy, boolean withinBudget) {
    /** Copies the list. */
    public Candidate {
      choices = List.copyOf(choices);
    }
  }

  /** Where the curve of random search comes from. */
  public sealed interface RandomSearch {
    /**
     * Nothing was evaluated for it: the search's own first networks, nearly all drawn at random,
     * say what as many random networks reach on average, and the curve ends with them.
     *
     * @param size how many there are
     */
    record FirstPopulation(int size) implements RandomSearch {}

    /**
     * Random search was run for it.
     *
     * @param evaluations how many networks it evaluated
     * @param improvements those that no earlier one was at least as good as, in order
     */
    record Run(int evaluations, List<Improvement> improvements) implements RandomSearch {
      /** Copies the list. */
      public Run {
        improvements = List.copyOf(improvements);
      }
    }
  }

  /**
   * A network by which random search got further.
   *
   * @param evaluation its place in the order of evaluation, from 1
   * @param accuracy its accuracy, a fraction
   * @param cost its cost on the axis of the report, if known
   */
  public record Improvement(int evaluation, double accuracy, OptionalDouble cost) {}
}
