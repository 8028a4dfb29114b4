package io.hwnas.search;

import io.hwnas.results.Trial;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trials in memory. */
final class MemoryTrialLog implements TrialLog {
  /** What tells one trial from another. */
  private record Key(String stage, String identity) {}

  private final List<Trial> kept = new ArrayList<>();
  private final Map<Key, Integer> places = new HashMap<>();

  @Override
  public synchronized List<Trial> addAll(List<TrialSpec> specs) {
    return specs.stream().map(this::add).toList();
  }

  @Override
  public synchronized List<Trial> trials() {
    return List.copyOf(kept);
  }

  @Override
  public boolean keepsArchitectures() {
    return false;
  }

  private Trial add(TrialSpec spec) {
    Key key = new Key(spec.stage(), spec.identity());
    Integer place = places.get(key);
    if (place == null) {
      place = kept.size();
      places.put(key, place);
      kept.add(new Trial(place + 1L, spec, new TrialState.Queued()));
    }
    return kept.get(place);
  }

  @Override
  public synchronized List<Trial> updateAll(Map<Long, TrialState> states) {
    List<Trial> updated = new ArrayList<>();
    states.forEach(
        (id, state) -> {
          int place = Math.toIntExact(id - 1);
          kept.set(place, new Trial(id, kept.get(place).spec(), state));
          updated.add(kept.get(place));
        });
    return updated;
  }
}
