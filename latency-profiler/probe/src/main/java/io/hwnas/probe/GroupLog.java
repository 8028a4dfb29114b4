package io.hwnas.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers what was measured together in one record, so that a measurement that was stopped within
 * a group is made anew as a whole: figures of two processes, at two levels of the machine, never
 * stand side by side.
 *
 * @param log where the groups are kept, the number of each member's values before them
 */
public record GroupLog(MeasurementLog log) {
  /**
   * Finds a group.
   *
   * @param key what was measured
   * @param members how many members the group has
   * @return the values of each member, or empty where none were recorded under the key
   */
  public Optional<List<List<Double>>> recall(String key, int members) {
    return log.recall(key).map(values -> split(key, values, members));
  }

  /**
   * Records a group; returns only when it is safe.
   *
   * @param key what was measured
   * @param group the values of each member
   */
  public void record(String key, List<List<Double>> group) {
    List<Double> values = new ArrayList<>();
    for (List<Double> member : group) {
      values.add((double) member.size());
      values.addAll(member);
    }
    log.record(key, values);
  }

  private static List<List<Double>> split(String key, List<Double> values, int members) {
    List<List<Double>> group = new ArrayList<>();
    int at = 0;
    while (at < values.size() && at + values.get(at) < values.size()) {
      int end = at + 1 + values.get(at).intValue();
      group.add(List.copyOf(values.subList(at + 1, end)));
      at = end;
    }
    if (group.size() != members || at != values.size()) {
      throw new IllegalStateException(
          "%s holds no record of %d measurements".formatted(key, members));
    }
    return List.copyOf(group);
  }
}
