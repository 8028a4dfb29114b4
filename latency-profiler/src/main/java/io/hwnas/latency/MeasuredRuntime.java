package io.hwnas.latency;

import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LoadedNetwork;
import io.hwnas.probe.NetworkProfile;
import io.hwnas.probe.Pace;
import io.hwnas.probe.TimedNetwork;
import java.util.List;

/**
 * The runtime of another machine, whose measurements are all in a log already: there is nothing
 * that it could run.
 *
 * @param fingerprint what the measurements were made on
 */
record MeasuredRuntime(Fingerprint fingerprint) implements InferenceRuntime {
  @Override
  public LoadedNetwork load(TimedNetwork network) {
    throw nothingToRun();
  }

  @Override
  public TimedNetwork sentinel() {
    throw nothingToRun();
  }

  @Override
  public Pace pace() {
    throw nothingToRun();
  }

  @Override
  public List<NetworkProfile> profile(
      List<TimedNetwork> networks, int visits, int warmUpRuns, int runs) {
    throw nothingToRun();
  }

  private static IllegalStateException nothingToRun() {
    return new IllegalStateException("a measurement is not in the log of another machine");
  }
}
