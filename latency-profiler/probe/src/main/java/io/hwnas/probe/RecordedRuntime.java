package io.hwnas.probe;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.InputFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A runtime whose runs were made elsewhere by ONNX Runtime's own performance tool: beside the model
 * {@code NAME.onnx} lie its profile, {@code NAME*.json}, and its times, {@code NAME.csv}.
 *
 * <p>Each network was run by itself, so networks are not in turn here, and nothing watched whether
 * something else used the core. The first run of a profile warms up and is left out. Times are
 * given in their order, and again from the first after the last.
 */
public final class RecordedRuntime implements InferenceRuntime {
  private static final double MILLIS_PER_SECOND = 1000;

  private final Path folder;
  private final Fingerprint fingerprint;
  private final Pace pace = new Pace();
  private final Map<String, List<NetworkProfile.Node>> profiles = new HashMap<>();
  private final Map<String, List<Double>> times = new HashMap<>();

  /**
   * Creates a runtime.
   *
   * @param folder where the models and what was recorded of them lie
   * @param fingerprint what it was recorded on
   */
  public RecordedRuntime(Path folder, Fingerprint fingerprint) {
    this.folder = folder;
    this.fingerprint = fingerprint;
  }

  @Override
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  @Override
  public Pace pace() {
    return pace;
  }

  @Override
  public TimedNetwork sentinel() {
    return TimedNetwork.ofOnnx(ProbeArchive.SENTINEL, new byte[0]);
  }

  @Override
  public LoadedNetwork load(TimedNetwork network) {
    List<Double> millis =
        network.name().equals(ProbeArchive.SENTINEL) ? List.of(1.0) : times(network.name());
    return new LoadedNetwork() {
      private int next;

      @Override
      public RunTime run() {
        RunTime run = new RunTime(millis.get(next), false);
        next = (next + 1) % millis.size();
        return run;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<NetworkProfile> profile(
      List<TimedNetwork> networks, int visits, int warmUpRuns, int runs) {
    return networks.stream()
        .map(network -> new NetworkProfile(nodes(network.name()), times(network.name())))
        .toList();
  }

  private List<NetworkProfile.Node> nodes(String name) {
    return profiles.computeIfAbsent(
        name,
        absent -> {
          try {
            return ProfileReader.readAfterFirst(profileOf(name));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private Path profileOf(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().startsWith(name))
              .filter(file -> file.getFileName().toString().endsWith(".json"))
              .toList();
      if (found.size() != 1) {
        throw new InvalidInputException(
            "%s: there must be one profile %s*.json, not %d".formatted(folder, name, found.size()));
      }
      InputFiles.requireRegular(found.get(0), "a profile");
      return found.get(0);
    }
  }

  private List<Double> times(String name) {
    return times.computeIfAbsent(name, absent -> read(folder.resolve(name + ".csv")));
  }

  /** Reads the second column, in seconds, until the first line that has none. */
  private static List<Double> read(Path file) {
    List<Double> millis = new ArrayList<>();
    InputFiles.requireRegular(file, "a file of times");
    try {
      for (String line : Files.readAllLines(file)) {
        String[] columns = line.split(",", -1);
        if (columns.length < 2) {
          break;
        }
        millis.add(MILLIS_PER_SECOND * seconds(file, millis.size() + 1, columns[1]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (millis.isEmpty()) {
      throw new InvalidInputException(file + ": holds no times");
    }
    return List.copyOf(millis);
  }

  private static double seconds(Path file, int line, String column) {
    try {
      double seconds = Double.parseDouble(column.strip());
      TimingTask.checkMillis("a run", MILLIS_PER_SECOND * seconds);
      return seconds;
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "%s:%d: '%s' is no time in seconds".formatted(file, line, column.strip()), e);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("%s:%d: %s".formatted(file, line, e.getMessage()), e);
    }
  }
}
