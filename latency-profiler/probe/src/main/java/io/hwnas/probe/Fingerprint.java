package io.hwnas.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a measurement was made on: without it the figures mean nothing.
 *
 * @param cpu model of the processor
 * @param cores logical processors that the process may use
 * @param runtime name of the runtime
 * @param runtimeVersion its version
 * @param options its options, as text
 * @param threads threads within an operator
 * @param batch images an inference
 * @param exportedForm how networks are written for it, as text
 * @param os operating system and its version
 * @param arch architecture of the processor
 * @param measuredAt when, to the second
 */
public record Fingerprint(
    String cpu,
    int cores,
    String runtime,
    String runtimeVersion,
    String options,
    int threads,
    int batch,
    String exportedForm,
    String os,
    String arch,
    Instant measuredAt) {
  /** Checks the counts. */
  public Fingerprint {
    Require.atLeast("cores", cores, 1);
    Require.atLeast("threads", threads, 1);
    Require.atLeast("batch", batch, 1);
  }

  /**
   * Compares what must be equal for measurements to be comparable: processor, runtime, its version
   * and options, threads, batch, architecture and exported form. Cores, operating system and date
   * may differ.
   *
   * @param other the other fingerprint
   * @return one phrase for each difference, {@code name 'theirs' instead of 'mine'}; empty where
   *     there is none
   */
  public List<String> differences(Fingerprint other) {
    List<String> differences = new ArrayList<>();
    compare(differences, "cpu", cpu, other.cpu);
    compare(differences, "runtime", runtime, other.runtime);
    compare(differences, "runtime version", runtimeVersion, other.runtimeVersion);
    compare(differences, "options", options, other.options);
    compare(differences, "threads", threads, other.threads);
    compare(differences, "batch", batch, other.batch);
    compare(differences, "arch", arch, other.arch);
    compare(differences, "exported form", exportedForm, other.exportedForm);
    return List.copyOf(differences);
  }

  /**
   * Returns the same fingerprint with another date.
   *
   * @param instant the date
   * @return the fingerprint
   */
  public Fingerprint at(Instant instant) {
    return new Fingerprint(
        cpu,
        cores,
        runtime,
        runtimeVersion,
        options,
        threads,
        batch,
        exportedForm,
        os,
        arch,
        instant);
  }

  private static void compare(List<String> differences, String name, Object mine, Object theirs) {
    if (!mine.equals(theirs)) {
      differences.add("%s '%s' instead of '%s'".formatted(name, theirs, mine));
    }
  }
}
