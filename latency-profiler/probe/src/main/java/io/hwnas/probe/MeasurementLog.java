package io.hwnas.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers measured values: every one is recorded before it is used, and one that is recorded is
 * not measured again, so that a repeated or resumed run decides the same.
 */
public interface MeasurementLog {
  /**
   * Finds recorded values.
   *
   * @param key what was measured
   * @return the values, or empty where none were recorded under the key
   */
  Optional<List<Double>> recall(String key);

  /**
   * Records values; returns only when they are safe.
   *
   * @param key what was measured
   * @param values the values
   */
  void record(String key, List<Double> values);

  /**
   * Returns a view of this log with a prefix before every key.
   *
   * @param prefix the prefix, such as {@code final/}
   * @return the view
   */
  default MeasurementLog under(String prefix) {
    MeasurementLog whole = this;
    return new MeasurementLog() {
      @Override
      public Optional<List<Double>> recall(String key) {
        return whole.recall(prefix + key);
      }

      @Override
      public void record(String key, List<Double> values) {
        whole.record(prefix + key, values);
      }
    };
  }

  /**
   * Returns a log that is kept in memory and lost with it.
   *
   * @return an empty log
   */
  static MeasurementLog inMemory() {
    Map<String, List<Double>> values = new ConcurrentHashMap<>();
    return new MeasurementLog() {
      @Override
      public Optional<List<Double>> recall(String key) {
        return Optional.ofNullable(values.get(key));
      }

      @Override
      public void record(String key, List<Double> measured) {
        values.put(key, List.copyOf(measured));
      }
    };
  }

  /**
   * Returns a log that forgets everything, for measurements that no decision hangs on.
   *
   * @return a log that recalls nothing
   */
  static MeasurementLog forgetful() {
    return new MeasurementLog() {
      @Override
      public Optional<List<Double>> recall(String key) {
        return Optional.empty();
      }

      @Override
      public void record(String key, List<Double> values) {}
    };
  }
}
