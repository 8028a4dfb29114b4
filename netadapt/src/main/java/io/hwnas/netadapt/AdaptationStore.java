package io.hwnas.netadapt;

import io.hwnas.export.Safetensors;
import io.hwnas.export.Weights;
import io.hwnas.results.Checkpoint;
import io.hwnas.results.Checkpoints;
import io.hwnas.results.Journal;
import io.hwnas.results.RunDirectory;
import io.hwnas.results.Trial;
import io.hwnas.results.TrialSpec;
import io.hwnas.results.TrialState;
import io.hwnas.results.TrialStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where NetAdapt keeps what it did, so that a killed run goes on as if it had not been.
 *
 * <p>The journal holds every accuracy before it is compared and every step before it is taken; the
 * checkpoints hold the weights after each step; the store shows each proposal as a trial.
 *
 * @param journal accuracies and steps, under keys that begin with the name
 * @param checkpoints weights after each step, under the name
 * @param trials proposals, with the name as their stage
 * @param name tells one use in a run from another: lower-case letters, digits, dots and hyphens
 */
public record AdaptationStore(
    Journal journal, Checkpoints checkpoints, TrialStore trials, String name) {
  /**
   * Returns the store within a run, under the name {@code netadapt}.
   *
   * @param run a run held by this process
   * @return the store
   */
  public static AdaptationStore of(RunDirectory run) {
    return new AdaptationStore(run.journal(), run.checkpoints(), run.trials(), "netadapt");
  }

  /** Recalls an accuracy, or has it measured and journalled before anyone compares it. */
  double recallOrRecordAccuracy(String key, Supplier<Double> measure) {
    return journal.recallOrRecordNumbers(name + "/" + key, () -> List.of(measure.get())).get(0);
  }

  boolean knows(String key) {
    return journal.recall(name + "/" + key).isPresent();
  }

  /** Returns the networks of which an accuracy is not known, in their order. */
  List<Variant> unknown(List<Variant> networks, String suffix) {
    return networks.stream()
        .filter(network -> !knows(VariantWeights.key(network) + suffix))
        .toList();
  }

  Optional<NetAdaptStep> recallStep(int number) {
    return journal.recall(stepKey(number)).map(json -> StepRecords.read(number, json));
  }

  void record(NetAdaptStep step) {
    journal.record(stepKey(step.number()), StepRecords.write(step));
  }

  private String stepKey(int number) {
    return "%s/step-%d".formatted(name, number);
  }

  /** Shows the proposals of a step as trials. */
  void publish(Map<TrialSpec, TrialState> proposals) {
    List<Trial> added = trials.addAll(List.copyOf(proposals.keySet()));
    // Those of a finished step that is recalled stay as they were, by an earlier version perhaps.
    added.stream()
        .filter(trial -> !trial.state().finished())
        .forEach(trial -> trials.update(trial.id(), proposals.get(trial.spec())));
  }

  void save(int step, Weights weights) {
    checkpoints.save(name, step, file -> Safetensors.write(file, weights, Map.of()));
  }

  /** Keeps the weights of a network, besides those of the steps. */
  void saveNetwork(String network, Weights weights) {
    checkpoints.save(checkpointOf(network), 0, file -> Safetensors.write(file, weights, Map.of()));
  }

  /** Returns the weights of a network, if they are kept. */
  Optional<Weights> savedNetwork(String network) {
    return checkpoints.latest(checkpointOf(network)).map(AdaptationStore::read);
  }

  void removeNetwork(String network) {
    checkpoints.remove(checkpointOf(network));
  }

  private String checkpointOf(String network) {
    return name + "-" + network.replace('/', '-');
  }

  /** Returns the step of the latest weights kept, 0 where there are none. */
  int latestSavedStep() {
    return checkpoints.latest(name).map(saved -> Math.toIntExact(saved.step())).orElse(0);
  }

  /** Returns the latest weights kept. */
  Weights latestSaved() {
    return read(checkpoints.latest(name).orElseThrow());
  }

  private static Weights read(Checkpoint checkpoint) {
    try {
      return Safetensors.read(checkpoint.file()).weights();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
