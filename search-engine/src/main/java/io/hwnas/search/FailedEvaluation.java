package io.hwnas.search;

import io.hwnas.results.ObjectiveValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One objective had no answer for one network; the message is one line that begins with a kind. */
final class FailedEvaluation extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String AFTER_KIND = ": ";

  private FailedEvaluation(String kind, String detail, Throwable cause) {
    super((kind + AFTER_KIND + detail).replaceAll("\\s*\\R\\s*", " "), cause);
  }

  /** Returns the kind of a failure from its one line, for comparing failures. */
  static String kind(String message) {
    int end = message.indexOf(AFTER_KIND);
    return end < 0 ? message : message.substring(0, end);
  }

  /** Asks objectives about a network, in order. */
  static List<ObjectiveValue> orScores(List<Objective> objectives, Network network)
      throws FailedEvaluation {
    List<ObjectiveValue> scores = new ArrayList<>(objectives.size());
    for (Objective objective : objectives) {
      scores.add(score(objective, network));
    }
    return scores;
  }

  /**
   * Asks objectives about several networks at once.
   *
   * @return [network], the scores in the order of the objectives; empty where any is missing
   */
  static Optional<List<List<ObjectiveValue>>> together(
      List<Objective> objectives, List<Network> networks) {
    List<List<ObjectiveValue>> scores = new ArrayList<>();
    networks.forEach(network -> scores.add(new ArrayList<>()));
    try {
      for (Objective objective : objectives) {
        List<Estimate> estimates = objective.measure().ofAll(networks);
        for (int i = 0; i < scores.size(); i++) {
          scores.get(i).add(checked(objective, estimates.get(i)));
        }
      }
      return Optional.of(scores);
    } catch (RuntimeException | FailedEvaluation e) {
      // Which network it was, and whether there are several, is for asking one by one to find.
      return Optional.empty();
    }
  }

  private static ObjectiveValue score(Objective objective, Network network)
      throws FailedEvaluation {
    Estimate estimate;
    try {
      estimate = objective.measure().of(network);
    } catch (RuntimeException e) {
      String kind = "%s failed (%s)".formatted(objective.name(), e.getClass().getSimpleName());
      throw new FailedEvaluation(kind, String.valueOf(e.getMessage()), e);
    }
    return checked(objective, estimate);
  }

  private static ObjectiveValue checked(Objective objective, Estimate estimate)
      throws FailedEvaluation {
    double value = estimate.value();
    double uncertainty = estimate.uncertainty();
    if (!Double.isFinite(value) || !Double.isFinite(uncertainty) || uncertainty < 0) {
      String kind = objective.name() + " is not a finite number";
      throw new FailedEvaluation(kind, "%s ± %s".formatted(value, uncertainty), null);
    }
    return new ObjectiveValue(objective.name(), value, uncertainty);
  }
}
