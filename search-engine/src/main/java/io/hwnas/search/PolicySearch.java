package io.hwnas.search;

import io.hwnas.search.rl.Controller;
import io.hwnas.search.rl.ControllerSettings;
import io.hwnas.space.Seeds;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Reinforcement search: a {@link Controller} draws networks, is told the {@link Reward} of each,
 * and learns to draw better ones, as MnasNet does (Tan et al., CVPR 2019, section 4.2).
 *
 * <p>A network drawn again earns what it did before and costs no evaluation; one beyond a cheap
 * constraint earns less than any evaluated, the less the further. When several batches of draws in
 * a row bring nothing new, the controller has settled, and local search around the best spends the
 * rest of the evaluations.
 */
public final class PolicySearch implements SearchAlgorithm {
  private final String name;
  private final SearchSettings settings;
  private final ControllerSettings controllerSettings;
  private final Consumer<double[]> listener;

  private PolicySearch(
      String name,
      SearchSettings settings,
      ControllerSettings controller,
      Consumer<double[]> listener) {
    this.name = name;
    this.settings = settings;
    this.controllerSettings = controller;
    this.listener = listener;
  }

  /**
   * Returns a search with proximal policy optimisation.
   *
   * @param settings how many evaluations; its other figures are not used
   * @return the search
   */
  public static PolicySearch ppo(SearchSettings settings) {
    return new PolicySearch("ppo", settings, ControllerSettings.ppo(), rewards -> {});
  }

  /**
   * Returns a search with plain policy gradients.
   *
   * @param settings how many evaluations; its other figures are not used
   * @return the search
   */
  public static PolicySearch reinforce(SearchSettings settings) {
    return new PolicySearch("reinforce", settings, ControllerSettings.reinforce(), rewards -> {});
  }

  /**
   * Returns the same search with a listener to how it learns.
   *
   * @param rewards hears of each batch of draws what they earned, draws of known networks included
   * @return a search of the same results
   */
  public PolicySearch heardBy(Consumer<double[]> rewards) {
    return new PolicySearch(name, settings, controllerSettings, rewards);
  }

  @Override
  public SearchResult search(SearchProblem problem, SearchContext context) {
    return Exploration.run(
        problem,
        context,
        name,
        settings.evaluations(),
        exploration -> {
          if (problem.space().decisions().isEmpty()) {
            exploration.evaluate(exploration.drawn(1));
          } else {
            follow(problem, exploration, Seeds.of(context.seed(), "search/" + name + "/weights"));
          }
        });
  }

  private void follow(SearchProblem problem, Exploration exploration, RandomGenerator weights) {
    int[] choices =
        problem.space().decisions().stream()
            .mapToInt(decision -> decision.choices().size())
            .toArray();
    List<Ranked> found;
    try (Controller controller = new Controller(choices, controllerSettings, weights)) {
      found = new PolicyLearning(problem, exploration, controller, listener).follow();
    }
    new Climb(exploration, exploration.random()).from(found);
  }
}
