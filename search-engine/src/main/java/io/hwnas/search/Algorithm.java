package io.hwnas.search;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.yaml.Suggestions;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The algorithms by name; a new one is a class and a line here, and is under contract at once. */
public enum Algorithm {
  /** {@link GeneticSearch}: networks that no other beats on all objectives. */
  NSGA2("nsga2", settings -> new GeneticSearch(settings.genetic(), settings.evaluations())),
  /** {@link SingleObjectiveGenetic}: the network of the greatest reward. */
  GENETIC("genetic", SingleObjectiveGenetic::new),
  /** {@link RegularizedEvolution}: the oldest network makes room. */
  REGULARIZED_EVOLUTION("regularized-evolution", RegularizedEvolution::new),
  /** {@link LocalSearch}: change for the better until none helps. */
  LOCAL_SEARCH("local-search", LocalSearch::new),
  /** {@link PolicySearch}: a controller that learns by proximal policy optimisation. */
  PPO("ppo", PolicySearch::ppo),
  /** {@link PolicySearch}: a controller that learns by plain policy gradients. */
  REINFORCE("reinforce", PolicySearch::reinforce),
  /** {@link GuidedSearch}: predictors fitted to its own trials choose what is evaluated. */
  PREDICTOR_GUIDED("predictor-guided", GuidedSearch::new),
  /** {@link RandomSearch}: what every other must beat. */
  RANDOM("random", RandomSearch::new);

  private final String label;
  private final Function<SearchSettings, SearchAlgorithm> maker;

  Algorithm(String label, Function<SearchSettings, SearchAlgorithm> maker) {
    this.label = label;
    this.maker = maker;
  }

  /**
   * Returns the name used in files.
   *
   * @return the name used in files
   */
  public String label() {
    return label;
  }

  /**
   * Creates the algorithm.
   *
   * @param settings its size and rates
   * @return the algorithm
   * @throws InvalidInputException if they are asynchronous and the algorithm cannot be
   */
  public SearchAlgorithm with(SearchSettings settings) {
    if (settings.asynchronous() && this != REGULARIZED_EVOLUTION) {
      throw new InvalidInputException(
          "%s cannot search asynchronously; leave it out, or take %s"
              .formatted(label, REGULARIZED_EVOLUTION.label));
    }
    return maker.apply(settings);
  }

  /**
   * Returns all names.
   *
   * @return the names used in files
   */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Algorithm::label).toList();
  }

  /**
   * Finds an algorithm.
   *
   * @param label its name
   * @return the algorithm
   * @throws InvalidInputException if there is none of that name, with the nearest
   */
  public static Algorithm named(String label) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "unknown algorithm '%s'%s; known are %s"
                        .formatted(
                            label,
                            Suggestions.phrase(label, labels()),
                            String.join(", ", labels()))));
  }
}
