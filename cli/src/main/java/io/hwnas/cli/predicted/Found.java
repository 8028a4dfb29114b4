package io.hwnas.cli.predicted;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.output.Json;
import io.hwnas.cli.output.TextTable;
import io.hwnas.results.Journal;
import io.hwnas.results.ObjectiveValue;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialState;
import io.hwnas.search.FittedPredictor;
import io.hwnas.search.SearchResult;
import io.hwnas.space.Decision;
import io.hwnas.space.DecisionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a search without training found.
 *
 * @param config what it did
 * @param result its end
 * @param fittedKendallTau how well a predictor fitted to the trials ranks those left out of the
 *     fit; empty where there is none
 * @param seconds how long the search took, without the reading of files
 */
public record Found(
    PredictedSearchConfig config,
    SearchResult result,
    OptionalDouble fittedKendallTau,
    double seconds) {
  private static final String KEY = "found";
  private static final String FITTED =
      "A predictor fitted to these networks ranks the ones left out of the fit with Kendall's τ %.3f.";
  private static final int LEAST_FITTED = 20;
  private static final int MOST_FITTED = 500;

  /**
   * Returns the result for a program.
   *
   * @return best network, front, count of evaluations and seconds
   */
  public ObjectNode json() {
    ObjectNode tree = Json.object().put("algorithm", config.algorithm().label());
    tree.put("seed", config.seed());
    tree.set("best", network(result.best()));
    tree.put("evaluations", result.evaluations()).put("seconds", seconds);
    fittedKendallTau.ifPresent(tau -> tree.put("fittedPredictorKendallTau", tau));
    ArrayNode front = Json.array();
    result.front().forEach(trial -> front.add(network(trial)));
    tree.set("front", front);
    return tree;
  }

  /**
   * Notes in a run's journal which trial is the best, unless that is noted.
   *
   * @param journal the run's journal
   */
  public void record(Journal journal) {
    journal.recallOrRecord(
        KEY, () -> Json.object().put("best", result.best().id()).put("seconds", seconds));
  }

  /** Returns the best trial of a run that came to its end. */
  static OptionalLong bestTrial(Journal journal) {
    return journal
        .recall(KEY)
        .map(tree -> OptionalLong.of(tree.get("best").asLong()))
        .orElse(OptionalLong.empty());
  }

  /**
   * Fits a predictor to trials, and says how well it ranks those that are left out of the fit.
   *
   * @param trials the trials of a search
   * @return Kendall's τ of their accuracies with the predictor's; empty where they are too few, too
   *     many for a fit in seconds, or all equal
   */
  static OptionalDouble rankCorrelation(List<Trial> trials) {
    List<Trial> done =
        trials.stream()
            .filter(trial -> trial.state() instanceof TrialState.Done)
            .filter(trial -> trial.score(PredictedSearchConfig.ACCURACY).isPresent())
            .toList();
    if (done.size() < LEAST_FITTED || done.size() > MOST_FITTED) {
      return OptionalDouble.empty();
    }
    double tau =
        FittedPredictor.fit(
                done.stream().map(trial -> new DecisionVector(trial.spec().decisions())).toList(),
                done.stream()
                    .mapToDouble(trial -> trial.score(PredictedSearchConfig.ACCURACY).orElseThrow())
                    .toArray())
            .rankCorrelation();
    return Double.isNaN(tau) ? OptionalDouble.empty() : OptionalDouble.of(tau);
  }

  private ObjectNode network(Trial trial) {
    ObjectNode tree = Json.object();
    for (ObjectiveValue score : trial.state().scores()) {
      if (score.value() == Math.rint(score.value()) && Math.abs(score.value()) < 1e15) {
        tree.put(score.name(), (long) score.value());
      } else {
        tree.put(score.name(), score.value());
      }
      if (score.uncertainty() > 0) {
        tree.put(score.name() + "StandardError", score.uncertainty());
      }
    }
    ObjectNode decisions = Json.object();
    List<Decision> all = config.space().decisions();
    for (int i = 0; i < all.size(); i++) {
      Decision decision = all.get(i);
      decisions.put(decision.name(), decision.choices().get(trial.spec().decisions().get(i)));
    }
    tree.set("decisions", decisions);
    return tree;
  }

  /**
   * Returns the result for a person.
   *
   * @return a table of the front, and the best network's decisions
   */
  public String text() {
    List<String> headings = new ArrayList<>();
    result.best().state().scores().forEach(score -> headings.add(score.name()));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (Trial trial : result.front()) {
      table.row(trial.state().scores().stream().map(Found::text).toArray(String[]::new));
    }
    StringBuilder text = new StringBuilder(table.render()).append("\nbest:");
    List<Decision> all = config.space().decisions();
    for (int i = 0; i < all.size(); i++) {
      Decision decision = all.get(i);
      text.append(' ').append(decision.name()).append('=');
      text.append(decision.choices().get(result.best().spec().decisions().get(i)));
    }
    text.append(
        String.format(Locale.ROOT, "%n%d evaluations in %.2f s%n", result.evaluations(), seconds));
    fittedKendallTau.ifPresent(tau -> text.append(String.format(Locale.ROOT, FITTED + "%n", tau)));
    return text.toString();
  }

  private static String text(ObjectiveValue score) {
    return score.uncertainty() > 0
        ? String.format(Locale.ROOT, "%s ± %.2g", number(score.value()), score.uncertainty())
        : number(score.value());
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.5f", value);
  }
}
