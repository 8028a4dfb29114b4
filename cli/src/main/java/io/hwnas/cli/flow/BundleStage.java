package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.cli.config.RunConfig;
import io.hwnas.cli.output.Json;
import io.hwnas.evaluator.data.DataSplit;
import io.hwnas.evaluator.data.Preprocessing;
import io.hwnas.latency.GraphNetwork;
import io.hwnas.latency.LatencyModel;
import io.hwnas.latency.LatencyTable;
import io.hwnas.latency.LatencyTables;
import io.hwnas.latency.OnnxRuntime;
import io.hwnas.probe.Fingerprint;
import io.hwnas.probe.LatencyMeasurement;
import io.hwnas.probe.MeasurementLog;
import io.hwnas.probe.NetworkTimer;
import io.hwnas.results.LatencyPrediction;
import io.hwnas.results.NetworkFigures;
import io.hwnas.results.Provenance;
import io.hwnas.results.RunDirectory;
import io.hwnas.space.Cost;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Leaves a network ready to be used: architecture, weights, ONNX model, provenance. */
final class BundleStage implements Stage<Double> {
  private static final String PARITY = "parityError";

  private final RunConfig config;
  private final RunDirectory directory;
  private final Optional<LatencyTable> table;
  private final Candidate network;
  private final Parity.Images images;
  private final Optional<Preprocessing> preprocessing;
  private final Function<ProgressListener, Provenance.Network> facts;

  private BundleStage(
      RunConfig config,
      RunDirectory directory,
      Optional<LatencyTable> table,
      Candidate network,
      Parity.Images images,
      Optional<Preprocessing> preprocessing,
      Function<ProgressListener, Provenance.Network> facts) {
    this.config = config;
    this.directory = directory;
    this.table = table;
    this.network = network;
    this.images = images;
    this.preprocessing = preprocessing;
    this.facts = facts;
  }

  /** Returns the stage that leaves the found network, of which all is known. */
  static BundleStage ofFound(
      RunContext context, LatencyTable table, Candidate found, NetworkFigures figures) {
    return of(context, Optional.of(table), found, progress -> Provenance.Network.of(figures));
  }

  /** Returns the stage that times a network which was compared with no other, and leaves it. */
  static BundleStage timing(
      RunContext context,
      Optional<LatencyTable> table,
      Optional<LatencyModel> latency,
      Candidate network) {
    return of(
        context,
        table,
        network,
        progress ->
            timed(
                new Timing(context.config(), context.runtime(), context.log()),
                latency,
                network,
                OptionalDouble.of(network.accuracy()),
                progress));
  }

  /** Returns the stage that times a network which was scored on no images, and leaves it. */
  static BundleStage untrained(
      RunConfig config,
      RunDirectory directory,
      LatencyTable table,
      LatencyModel latency,
      OnnxRuntime runtime,
      Optional<Preprocessing> preprocessing,
      Candidate network) {
    Timing timing = new Timing(config, runtime, new JournalLog(directory.journal()));
    return new BundleStage(
        config,
        directory,
        Optional.of(table),
        network,
        Parity.Images.noise(network.graph(), config.seed()),
        preprocessing,
        progress -> timed(timing, Optional.of(latency), network, OptionalDouble.empty(), progress));
  }

  private static BundleStage of(
      RunContext context,
      Optional<LatencyTable> table,
      Candidate network,
      Function<ProgressListener, Provenance.Network> facts) {
    DataSplit data = context.images().of(network.graph());
    return new BundleStage(
        context.config(),
        context.directory(),
        table,
        network,
        new Parity.Images(data.validation().images(), data.normalisation()),
        Optional.of(context.images().preprocessing(network.graph())),
        facts);
  }

  /** What a network is timed with. */
  private record Timing(RunConfig config, OnnxRuntime runtime, MeasurementLog log) {}

  private static Provenance.Network timed(
      Timing timing,
      Optional<LatencyModel> latency,
      Candidate network,
      OptionalDouble validationTop1,
      ProgressListener progress) {
    LayerGraph graph = network.graph();
    LatencyMeasurement measured =
        new NetworkTimer(timing.runtime(), timing.log().under("bundle/"), progress)
            .measure(
                List.of(new GraphNetwork("network", graph)), timing.config().latency().timing())
            .get(0);
    Cost cost = Cost.of(graph);
    return new Provenance.Network(
        graph.name(),
        validationTop1,
        OptionalDouble.empty(),
        Optional.of(BaselineChoiceStage.figure(measured)),
        latency.map(model -> new LatencyPrediction(model.predict(graph).millis(), 1)),
        cost.madds(),
        cost.params());
  }

  @Override
  public String name() {
    return "bundle";
  }

  @Override
  public Double run(ProgressListener progress) {
    return new NetworkBundle(
            directory,
            network.architecture(),
            network.weights(),
            images,
            preprocessing,
            config.torch())
        .write(
            parityError ->
                new Provenance(
                    Versions.all(),
                    Map.of("run", config.seed()),
                    named(new OnnxRuntime(config.latency().runtime()).fingerprint()),
                    table.map(LatencyTable::fingerprint).map(BundleStage::named).orElse(Map.of()),
                    preprocessing.map(Preprocessing::toMap).orElse(Map.of()),
                    facts.apply(progress),
                    parityError));
  }

  private static Map<String, String> named(Fingerprint fingerprint) {
    Map<String, String> named = new LinkedHashMap<>();
    LatencyTables.map(fingerprint).forEach((key, value) -> named.put(key, value.toString()));
    return named;
  }

  @Override
  public ObjectNode write(Double parityError) {
    return Json.object().put(PARITY, parityError);
  }

  @Override
  public Double read(JsonNode record) {
    return record.get(PARITY).asDouble();
  }

  @Override
  public String summary(Double parityError) {
    return "%s, ONNX Runtime and libtorch differ by %.1e"
        .formatted(directory.bestFolder(), parityError);
  }
}
