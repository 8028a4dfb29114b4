package io.hwnas.results;

import io.hwnas.space.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The folder of one run.
 *
 * <pre>
 * config.yaml     the resolved configuration; its presence makes the folder a run
 * journal.jsonl   measured values that decided anything ({@link Journal})
 * trials.sqlite   every network tried ({@link TrialStore})
 * checkpoints/    weights to resume from ({@link Checkpoints})
 * *-log.csv       how each training went
 * best/           the found network ({@link Bundle})
 * report.html     the run drawn ({@link Report})
 * run.lock        held by the process at work
 * </pre>
 *
 * <p>Created or resumed, a run belongs to this process until it is closed; opened, it can only be
 * read, also while another process works in it.
 */
public final class RunDirectory implements AutoCloseable {
  static final String BEST = "best";

  private static final String CONFIG = RunFolder.CONFIG;
  private static final String JOURNAL = "journal.jsonl";
  private static final String TRIALS = "trials.sqlite";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String LOCK = RunFolder.LOCK;

  private final Path root;
  private final Optional<RunLock> lock;
  private final Journal journal;
  private final TrialStore trials;
  private final Checkpoints checkpoints;

  private RunDirectory(
      Path root,
      Optional<RunLock> lock,
      Journal journal,
      TrialStore trials,
      Checkpoints checkpoints) {
    this.root = root;
    this.lock = lock;
    this.journal = journal;
    this.trials = trials;
    this.checkpoints = checkpoints;
  }

  /**
   * Starts a new run.
   *
   * @param root its folder, which must not exist or be empty
   * @param configYaml the resolved configuration
   * @return the run, held by this process until closed
   * @throws InvalidInputException if the folder holds a run or anything else, another process is
   *     starting a run in it, or it cannot be written; nothing of the run is left then
   */
  public static RunDirectory create(Path root, String configYaml) {
    RunFolder.refuseRun(root);
    RunFolder.refuseForeign(root);
    TrialConnection.loadLibrary();
    boolean made = RunFolder.makeFolder(root);
    try {
      RunLock lock = RunLock.acquire(root.resolve(LOCK));
      return closingOnFailure(lock, () -> begun(root, configYaml, lock));
    } catch (RuntimeException e) {
      if (made) {
        RunFolder.removeIfEmpty(root, e);
      }
      throw e;
    }
  }

  /**
   * Refuses, without making anything, a folder in which {@link #create} would.
   *
   * @param root the folder
   * @throws InvalidInputException if the folder holds a run or anything else, or it cannot be
   *     written
   */
  public static void requireCreatable(Path root) {
    RunFolder.refuseRun(root);
    RunFolder.refuseForeign(root);
    RunFolder.refuseSealed(root);
  }

  private static RunDirectory begun(Path root, String configYaml, RunLock lock) {
    RunFolder.refuseRun(root);
    try {
      RunFolder.writeConfig(root, configYaml);
      return held(root, lock);
    } catch (RuntimeException e) {
      RunFolder.removeEntries(root, e);
      throw e;
    }
  }

  /**
   * Goes on with a run.
   *
   * @param root its folder
   * @param configYaml the resolved configuration, which must be the one the run was started with; a
   *     run that was killed before it was written is started with it
   * @return the run, held by this process until closed
   * @throws InvalidInputException if there is no run, it was started with another configuration,
   *     another process is at work in it, or it cannot be written
   */
  public static RunDirectory resume(Path root, String configYaml) {
    RunFolder.refuseMissing(root);
    if (Files.notExists(root.resolve(CONFIG))) {
      RunFolder.refuseForeign(root);
    }
    RunLock lock = RunLock.acquire(root.resolve(LOCK));
    return closingOnFailure(
        lock,
        () -> {
          if (Files.notExists(root.resolve(CONFIG))) {
            RunFolder.writeConfig(root, configYaml);
          }
          RunFolder.refuseOtherConfig(root.resolve(CONFIG), configYaml);
          return held(root, lock);
        });
  }

  /**
   * Opens a run for reading alone.
   *
   * @param root its folder
   * @return the run
   * @throws InvalidInputException if there is no run, or a file of it is damaged
   */
  public static RunDirectory open(Path root) {
    RunFolder.refuseUnreadable(root);
    Journal journal = Journal.read(root.resolve(JOURNAL));
    Checkpoints checkpoints = Checkpoints.read(root.resolve(CHECKPOINTS));
    return new RunDirectory(
        root, Optional.empty(), journal, TrialStore.read(root.resolve(TRIALS)), checkpoints);
  }

  /**
   * Refuses a folder that holds no run.
   *
   * @param root the folder
   * @throws InvalidInputException if it does not exist, or holds none
   */
  public static void requireRun(Path root) {
    RunFolder.refuseUnreadable(root);
  }

  /**
   * Tells whether a folder holds a run.
   *
   * @param root the folder
   * @return whether it does
   */
  public static boolean isRun(Path root) {
    return RunFolder.isRun(root);
  }

  /**
   * Returns the run's folder.
   *
   * @return the folder
   */
  public Path root() {
    return root;
  }

  /**
   * Returns a file of the run by name, such as {@code latency-table.yaml}.
   *
   * @param name the name
   * @return the file, which may not exist
   */
  public Path file(String name) {
    return root.resolve(name);
  }

  /**
   * Returns the resolved configuration.
   *
   * @return the file {@code config.yaml}
   */
  public Path configFile() {
    return root.resolve(CONFIG);
  }

  /**
   * Returns the folder of the bundle.
   *
   * @return the folder {@code best}, which may not exist yet
   */
  public Path bestFolder() {
    return root.resolve(BEST);
  }

  /**
   * Returns the report.
   *
   * @return the file {@code report.html}, which may not exist yet
   */
  public Path reportFile() {
    return root.resolve("report.html");
  }

  /**
   * Returns the journal of measured values.
   *
   * @return the journal
   */
  public Journal journal() {
    return journal;
  }

  /**
   * Returns the trials.
   *
   * @return the trials
   */
  public TrialStore trials() {
    return trials;
  }

  /**
   * Returns the checkpoints.
   *
   * @return the checkpoints
   */
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /**
   * Gives up a run that cannot go on, so that nothing is left that looks like one: closes it and
   * removes all of it, its folder too, but for some files.
   *
   * @param kept names of files that stay
   */
  public void abandon(String... kept) {
    checkpoints.close();
    trials.close();
    journal.close();
    RunFolder.removeBut(root, List.of(kept));
    close();
  }

  /** Closes all files and lets other processes in. */
  @Override
  public void close() {
    checkpoints.close();
    trials.close();
    journal.close();
    lock.ifPresent(RunLock::close);
  }

  private static RunDirectory held(Path root, RunLock lock) {
    RunFolder.removeTemporaries(root);
    return new RunDirectory(
        root,
        Optional.of(lock),
        Journal.open(root.resolve(JOURNAL)),
        TrialStore.open(root.resolve(TRIALS)),
        Checkpoints.open(root.resolve(CHECKPOINTS)));
  }

  private static RunDirectory closingOnFailure(RunLock lock, Supplier<RunDirectory> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }
}
