package io.hwnas.latency;

import io.hwnas.export.OnnxForm;
import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.InferenceRuntime;
import io.hwnas.probe.LoadedNetwork;
import io.hwnas.probe.NetworkProfile;
import io.hwnas.probe.Pace;
import io.hwnas.probe.ProbeArchive;
import io.hwnas.probe.ProbeRuntime;
import io.hwnas.probe.RuntimeOptions;
import io.hwnas.probe.TimedNetwork;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ReferenceNetworks;
import java.util.List;
import java.util.Locale;

/** ONNX Runtime on this machine's processor, for networks in {@link OnnxForm#DEFAULT}. */
public final class OnnxRuntime implements InferenceRuntime {
  private final ProbeRuntime runtime;

  /**
   * Creates a runtime; nothing native is loaded before the first use.
   *
   * @param options how it is to run
   */
  public OnnxRuntime(RuntimeOptions options) {
    this.runtime = new ProbeRuntime(options, exportedForm(), sentinelNetwork());
  }

  /**
   * Loads the native library now, so that it is said before any work where it cannot be.
   *
   * @throws io.hwnas.space.InvalidInputException if it cannot be unpacked or loaded; names the
   *     folder
   */
  public static void loadLibrary() {
    ProbeRuntime.loadLibrary();
  }

  @Override
  public Fingerprint fingerprint() {
    return runtime.fingerprint();
  }

  @Override
  public Pace pace() {
    return runtime.pace();
  }

  @Override
  public TimedNetwork sentinel() {
    return runtime.sentinel();
  }

  @Override
  public LoadedNetwork load(TimedNetwork network) {
    return runtime.load(network);
  }

  @Override
  public List<NetworkProfile> profile(
      List<TimedNetwork> networks, int visits, int warmUpRuns, int runs) {
    return runtime.profile(networks, visits, warmUpRuns, runs);
  }

  /** The stem of a small network, which runs for some ten microseconds. */
  static TimedNetwork sentinelNetwork() {
    LayerGraph whole = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-small@28"));
    return new GraphNetwork(ProbeArchive.SENTINEL, whole.isolate(whole.blocks().get(0)));
  }

  /** How networks are written, for fingerprints. */
  static String exportedForm() {
    OnnxForm form = OnnxForm.DEFAULT;
    return "onnx h-swish=%s linear=%s scale=%s batch-norm=folded"
        .formatted(label(form.hardSwish()), label(form.linear()), label(form.scale()));
  }

  private static String label(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
