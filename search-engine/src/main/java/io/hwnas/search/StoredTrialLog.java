package io.hwnas.search;

import io.hwnas.results.Trial;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import io.hwnas.results.TrialStore;
import java.util.List;
import java.util.Map;

/** Trials in a run's store. */
record StoredTrialLog(TrialStore store, boolean keepsArchitectures) implements TrialLog {
  @Override
  public List<Trial> addAll(List<TrialSpec> specs) {
    return store.addAll(specs);
  }

  @Override
  public List<Trial> trials() {
    return store.ofStage(Evaluations.STAGE);
  }

  @Override
  public List<Trial> updateAll(Map<Long, TrialState> states) {
    return store.updateAll(states);
  }
}
