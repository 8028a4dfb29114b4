package io.hwnas.probe;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** ONNX Runtime on this machine's processor. */
public final class ProbeRuntime implements InferenceRuntime {
  private static final String NAME = "onnxruntime";

  private final RuntimeOptions options;
  private final String exportedForm;
  private final TimedNetwork sentinel;
  private final RunClock clock;
  private final Pace pace = new Pace();

  /**
   * Creates a runtime; nothing native is loaded before the first use.
   *
   * @param options how it is to run
   * @param exportedForm how the networks that it will run are written, for the fingerprint
   * @param sentinel a small network that runs for some ten microseconds
   */
  public ProbeRuntime(RuntimeOptions options, String exportedForm, TimedNetwork sentinel) {
    this.options = options;
    this.exportedForm = exportedForm;
    this.sentinel = sentinel;
    this.clock = new RunClock(options.threads() == 1);
  }

  /**
   * Loads the native library now, so that it is said before any work where it cannot be.
   *
   * @throws InvalidInputException if it cannot be unpacked or loaded; names the folder
   */
  public static void loadLibrary() {
    OnnxLibrary.environment();
  }

  @Override
  public Fingerprint fingerprint() {
    return new Fingerprint(
        Processor.model(),
        Runtime.getRuntime().availableProcessors(),
        NAME,
        OnnxLibrary.environment().getVersion(),
        options.description(),
        options.threads(),
        options.batch(),
        exportedForm,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  @Override
  public Pace pace() {
    return pace;
  }

  @Override
  public TimedNetwork sentinel() {
    return sentinel;
  }

  @Override
  public LoadedNetwork load(TimedNetwork network) {
    byte[] model = network.onnx(options.batch());
    OrtEnvironment environment = OnnxLibrary.environment();
    try (SessionOptions session = sessionOptions()) {
      return OnnxSession.open(environment, network.name(), model, options.batch(), session, clock);
    } catch (OrtException e) {
      throw refused(network, e);
    }
  }

  @Override
  public List<NetworkProfile> profile(
      List<TimedNetwork> networks, int visits, int warmUpRuns, int runs) {
    List<OnnxSession> sessions = new ArrayList<>();
    try {
      Path folder = Files.createTempDirectory("hwnas-profile");
      try {
        for (TimedNetwork network : networks) {
          sessions.add(openProfiled(network, folder.resolve("network-" + sessions.size())));
        }
        List<List<RunTime>> profiled = new ArrayList<>();
        List<List<Boolean>> kept = visit(sessions, visits, warmUpRuns, runs, profiled);
        List<Path> files = sessions.stream().map(OnnxSession::endProfiling).toList();
        List<List<RunTime>> plain = new ArrayList<>();
        List<List<Boolean>> plainKept = visit(sessions, visits, warmUpRuns, runs, plain);
        List<NetworkProfile> profiles = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
          profiles.add(
              new NetworkProfile(
                  ProfileReader.read(files.get(i), kept.get(i)),
                  keptMillis(plain.get(i), plainKept.get(i))));
        }
        return profiles;
      } finally {
        sessions.forEach(OnnxSession::close);
        deleteFolder(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OnnxSession openProfiled(TimedNetwork network, Path prefix) {
    byte[] model = network.onnx(options.batch());
    OrtEnvironment environment = OnnxLibrary.environment();
    try (SessionOptions session = sessionOptions()) {
      session.enableProfiling(prefix.toString());
      return OnnxSession.open(environment, network.name(), model, options.batch(), session, clock);
    } catch (OrtException e) {
      throw refused(network, e);
    }
  }

  /** Visits the sessions round-robin; adds each one's runs and tells which of them count. */
  private List<List<Boolean>> visit(
      List<OnnxSession> sessions, int visits, int warmUpRuns, int runs, List<List<RunTime>> times) {
    List<List<Boolean>> kept = new ArrayList<>();
    sessions.forEach(session -> kept.add(new ArrayList<>()));
    sessions.forEach(session -> times.add(new ArrayList<>()));
    try (Sentinel sentinel = Sentinel.open(this)) {
      Visits watched = new Visits(sentinel);
      for (int visit = 0; visit < visits; visit++) {
        for (int i = 0; i < sessions.size(); i++) {
          UndisturbedRuns made = watched.visit(sessions.get(i), warmUpRuns, runs);
          times.get(i).addAll(made.all());
          kept.get(i).addAll(made.keptFlags());
        }
      }
    }
    return kept;
  }

  private static List<Double> keptMillis(List<RunTime> times, List<Boolean> kept) {
    List<Double> millis = new ArrayList<>();
    for (int run = 0; run < times.size(); run++) {
      if (kept.get(run)) {
        millis.add(times.get(run).millis());
      }
    }
    return millis;
  }

  private SessionOptions sessionOptions() throws OrtException {
    SessionOptions session = new SessionOptions();
    session.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
    session.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    session.setIntraOpNumThreads(options.threads());
    session.setInterOpNumThreads(1);
    session.addConfigEntry("session.intra_op.allow_spinning", "0");
    return session;
  }

  private static InvalidInputException refused(TimedNetwork network, OrtException cause) {
    return new InvalidInputException(
        "ONNX Runtime cannot run %s: %s"
            .formatted(network.name(), cause.getMessage().strip().replaceAll("\\s+", " ")),
        cause);
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
