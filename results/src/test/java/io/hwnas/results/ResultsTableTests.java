package io.hwnas.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsTableTests {
  @TempDir private Path folder;

  @Test
  void a_line_says_how_sure_a_score_is_and_why_a_trial_has_none() throws IOException {
    List<ObjectiveValue> scores =
        List.of(new ObjectiveValue("accuracy", 0.5, 0.25), ObjectiveValue.of("madds", 1000));
    Duration second = Duration.ofSeconds(1);
    assertEquals(
        List.of(
            "trial,stage,state,accuracy,accuracyStandardError,madds,seconds,seed,decisions,reason",
            "1,search,DONE,0.5,0.25,1000.0,1.000000,7,0 1,",
            "2,search,FAILED,,,,1.000000,7,0 2,\"loss is \"\"NaN\"\", at step 3\"",
            "3,search,INFEASIBLE,0.5,0.25,1000.0,1.000000,7,0 3,\"madds 1000, bound 900\""),
        lines(
            trial(1, new TrialState.Done(scores, second)),
            trial(2, new TrialState.Failed("loss is \"NaN\", at step 3", second)),
            trial(3, new TrialState.Infeasible("madds 1000, bound 900", scores, second))));
  }

  private static Trial trial(int id, TrialState state) {
    return new Trial(id, TrialSpec.ofDecisions("search", List.of(0, id), "net", "", 7), state);
  }

  private List<String> lines(Trial... trials) throws IOException {
    Path file = folder.resolve(ResultsTable.FILE);
    ResultsTable.write(file, List.of(trials));
    return Files.readAllLines(file);
  }
}
