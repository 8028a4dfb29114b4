package io.hwnas.probe;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
      TemporaryFolder folder = TemporaryFolder.named("hwnas-profile");
      try {
        for (TimedNetwork network : networks) {
          sessions.add(openProfiled(network, folder.path().resolve("network-" + sessions.size())));
        }
        OtherPrograms others = OtherPrograms.watch();
        List<List<UndisturbedRuns>> profiled = visit(sessions, visits, warmUpRuns, runs);
        List<Path> files = sessions.stream().map(OnnxSession::endProfiling).toList();
        List<List<UndisturbedRuns>> plain = visit(sessions, visits, warmUpRuns, runs);
        double otherCores = others.cores();
        List<NetworkProfile> profiles = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
          List<UndisturbedRuns> all = new ArrayList<>(profiled.get(i));
          all.addAll(plain.get(i));
          profiles.add(
              profile(
                  files.get(i),
                  profiled.get(i),
                  plain.get(i),
                  Disturbance.of(all, warmUpRuns, otherCores)));
        }
        return profiles;
      } finally {
        sessions.forEach(OnnxSession::close);
        folder.close();
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

  /** Visits the sessions round-robin; returns the visits of each. */
  private List<List<UndisturbedRuns>> visit(
      List<OnnxSession> sessions, int visits, int warmUpRuns, int runs) {
    List<List<UndisturbedRuns>> made = new ArrayList<>();
    sessions.forEach(session -> made.add(new ArrayList<>()));
    try (Sentinel sentinel = Sentinel.open(this)) {
      Visits watched = new Visits(sentinel);
      for (int visit = 0; visit < visits; visit++) {
        for (int i = 0; i < sessions.size(); i++) {
          made.get(i).add(watched.visit(sessions.get(i), warmUpRuns, runs));
        }
      }
    }
    return made;
  }

  private static NetworkProfile profile(
      Path file,
      List<UndisturbedRuns> profiled,
      List<UndisturbedRuns> plain,
      Disturbance disturbance)
      throws IOException {
    List<Boolean> kept = profiled.stream().flatMap(runs -> runs.keptFlags().stream()).toList();
    List<Double> millis = plain.stream().flatMap(runs -> runs.keptMillis().stream()).toList();
    return new NetworkProfile(ProfileReader.read(file, kept), millis, Optional.of(disturbance));
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
}
