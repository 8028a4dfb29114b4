package io.hwnas.cli.flow;

import io.hwnas.latency.ChannelLatencyModel;
import io.hwnas.latency.Confidence;
import io.hwnas.latency.LatencyTable;
import io.hwnas.search.Evaluations;
import io.hwnas.search.SearchContext;
import io.hwnas.search.SearchProblem;
import io.hwnas.search.TrialLog;
import io.hwnas.space.CompiledSpace;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import java.nio.file.Path;
import java.util.List;

/**
 * Holds a latency table against the space that is to be searched by it.
 *
 * @param space the space
 * @param table the table
 */
record TableCheck(SearchSpace space, LatencyTable table) {
  /**
   * Refuses a table that cannot predict every network of the space.
   *
   * @param file where the table was read from
   */
  void requireWhole(Path file) {
    ChannelLatencyModel model = new ChannelLatencyModel(table);
    List<String> missing =
        CompiledSpace.of(space).blocks().stream()
            .flatMap(block -> model.unknown(block).stream())
            .toList();
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "%s: lacks %d blocks of the space %s, the first '%s'; measure a table of this space with 'hwnas profile', or leave latency.table out"
              .formatted(file, missing.size(), space.name(), missing.get(0)));
    }
  }

  /**
   * Refuses a budget that no network of the space can meet.
   *
   * @param budgetMillis the budget
   * @param confidence how sure it must be that a network meets it
   * @param seed draws the networks to start from
   */
  void requireWithin(double budgetMillis, Confidence confidence, long seed) {
    SearchProblem problem =
        new SearchProblem(
            space,
            List.of(Objectives.latency(new ChannelLatencyModel(table))),
            List.of(Objectives.within(budgetMillis, confidence)));
    SearchContext check = new SearchContext(seed, 1, TrialLog.inMemory(), ProgressListener.SILENT);
    try (Evaluations evaluations = new Evaluations(problem, check, 0)) {
      evaluations.requireFeasible();
    }
  }
}
