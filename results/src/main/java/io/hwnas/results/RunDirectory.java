package io.hwnas.results;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The folder of one run.
 *
 * <pre>
 * config.yaml     the resolved configuration; its presence makes the folder a run
 * journal.jsonl   measured values that decided anything ({@link Journal})
 * trials.sqlite   every network tried ({@link TrialStore})
 * checkpoints/    weights to resume from ({@link Checkpoints})
 * best/           the found network ({@link Bundle})
 * report.html     the run drawn ({@link Report})
 * run.lock        held by the process at work
 * </pre>
 *
 * <p>Created or resumed, a run belongs to this process until it is closed; opened, it can only be
 * read, also while another process works in it.
 */
public final class RunDirectory implements AutoCloseable {
  private static final String CONFIG = "config.yaml";
  private static final String JOURNAL = "journal.jsonl";
  private static final String TRIALS = "trials.sqlite";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String LOCK = "run.lock";

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
   *     starting a run in it, or it cannot be written
   */
  public static RunDirectory create(Path root, String configYaml) {
    refuseRun(root);
    refuseForeign(root);
    makeFolder(root);
    RunLock lock = RunLock.acquire(root.resolve(LOCK));
    return closingOnFailure(
        lock,
        () -> {
          refuseRun(root);
          writeConfig(root, configYaml);
          return held(root, lock);
        });
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
    refuseMissing(root);
    if (Files.notExists(root.resolve(CONFIG))) {
      refuseForeign(root);
    }
    RunLock lock = RunLock.acquire(root.resolve(LOCK));
    return closingOnFailure(
        lock,
        () -> {
          if (Files.notExists(root.resolve(CONFIG))) {
            writeConfig(root, configYaml);
          }
          refuseOtherConfig(root.resolve(CONFIG), configYaml);
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
    refuseMissing(root);
    if (Files.notExists(root.resolve(CONFIG))) {
      throw notARun(root);
    }
    Journal journal = Journal.read(root.resolve(JOURNAL));
    Checkpoints checkpoints = Checkpoints.read(root.resolve(CHECKPOINTS));
    return new RunDirectory(
        root, Optional.empty(), journal, TrialStore.read(root.resolve(TRIALS)), checkpoints);
  }

  /**
   * Tells whether a folder holds a run.
   *
   * @param root the folder
   * @return whether it does
   */
  public static boolean isRun(Path root) {
    return Files.isRegularFile(root.resolve(CONFIG));
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
    return root.resolve("best");
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

  /** Closes all files and lets other processes in. */
  @Override
  public void close() {
    checkpoints.close();
    trials.close();
    journal.close();
    lock.ifPresent(RunLock::close);
  }

  private static RunDirectory held(Path root, RunLock lock) {
    removeTemporaries(root);
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

  private static void refuseRun(Path root) {
    if (isRun(root)) {
      throw new InvalidInputException(
          "%s: holds a run already; go on with --resume or choose another --run".formatted(root));
    }
  }

  /** Refuses a folder that holds more than what a run killed at its very start leaves behind. */
  private static void refuseForeign(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw new InvalidInputException("%s: is a file; choose another --run".formatted(root));
    }
    boolean foreign =
        entries(root).stream().anyMatch(entry -> !entry.endsWith(LOCK) && !isTemporary(entry));
    if (foreign) {
      throw notARun(root);
    }
  }

  private static void refuseMissing(Path root) {
    if (!Files.isDirectory(root)) {
      throw new InvalidInputException(
          "%s: there is no such run; check the name, or start it without --resume".formatted(root));
    }
  }

  private static void refuseOtherConfig(Path file, String configYaml) {
    List<String> started;
    try {
      started = Files.readString(file).lines().toList();
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
    List<String> now = configYaml.lines().toList();
    for (int i = 0; i < Math.max(started.size(), now.size()); i++) {
      String before = i < started.size() ? started.get(i).strip() : "nothing";
      String after = i < now.size() ? now.get(i).strip() : "nothing";
      if (!before.equals(after)) {
        throw new InvalidInputException(
            "%s:%d: the run was started with '%s', not '%s'; resume it as it was started"
                .formatted(file, i + 1, before, after));
      }
    }
  }

  private static InvalidInputException notARun(Path root) {
    return new InvalidInputException(
        "%s: the folder is no run and not empty; choose another --run".formatted(root));
  }

  private static void makeFolder(Path root) {
    try {
      Files.createDirectories(root);
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new InvalidInputException("%s: is a file; choose another --run".formatted(root), e);
    } catch (IOException e) {
      throw FileFailure.of(root, e);
    }
  }

  private static void writeConfig(Path root, String configYaml) {
    Path file = root.resolve(CONFIG);
    try {
      AtomicFiles.writeString(file, configYaml);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  private static void removeTemporaries(Path root) {
    for (Path entry : entries(root)) {
      if (isTemporary(entry)) {
        try {
          Durable.delete(entry);
        } catch (IOException e) {
          throw FileFailure.of(entry, e);
        }
      }
    }
  }

  private static boolean isTemporary(Path entry) {
    String name = entry.getFileName().toString();
    return name.startsWith(".") && name.endsWith(AtomicFiles.TEMPORARY_SUFFIX);
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw FileFailure.of(folder, e);
    }
  }
}
