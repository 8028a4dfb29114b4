package io.hwnas.cli.ranking;

import io.hwnas.cli.flow.RunCheckpoints;
import io.hwnas.evaluator.CheckpointStore;
import io.hwnas.evaluator.SuccessiveHalving;
import io.hwnas.results.RunDirectory;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps in a run what a successive halving goes on from: results in the journal, weights among the
 * checkpoints.
 *
 * @param directory the run
 * @param name what both are kept under
 */
record RunHalving(RunDirectory directory, String name) implements SuccessiveHalving.Memory {
  @Override
  public SuccessiveHalving.Result recallOrRecord(
      int network, int round, Supplier<SuccessiveHalving.Result> made) {
    List<Double> numbers =
        directory
            .journal()
            .recallOrRecordNumbers(
                "%s/%d/%d".formatted(name, round, network),
                () -> {
                  SuccessiveHalving.Result result = made.get();
                  return List.of(result.accuracy(), result.seconds());
                });
    return new SuccessiveHalving.Result(numbers.get(0), numbers.get(1));
  }

  @Override
  public CheckpointStore checkpoints(int network, int round) {
    return new RunCheckpoints(directory.checkpoints(), training(network, round));
  }

  @Override
  public void forget(int network, int round) {
    directory.checkpoints().remove(training(network, round));
  }

  private String training(int network, int round) {
    return "%s.%d.%d".formatted(name, round, network);
  }
}
