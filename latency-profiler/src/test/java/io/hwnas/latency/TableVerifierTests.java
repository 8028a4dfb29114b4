package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.probe.TimingProtocol;
import io.hwnas.space.Architecture;
import io.hwnas.space.Cost;
import io.hwnas.space.InvalidInputException;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.ProgressListener;
import io.hwnas.space.SearchSpace;
import io.hwnas.space.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableVerifierTests {
  private static final int NETWORKS = 12;

  private final SearchSpace space = Spaces.small();
  private final List<Architecture> networks =
      IntStream.range(0, NETWORKS)
          .mapToObj(i -> space.decode(space.sample(Seeds.of(1, "verifier", i))).named("n" + i))
          .toList();

  private static double madds(Architecture network) {
    return Cost.of(LayerGraph.of(network)).madds();
  }

  private static LatencyModel model(ToDoubleFunction<LayerGraph> millis) {
    return graph -> new LatencyEstimate(millis.applyAsDouble(graph), 0);
  }

  private TableVerification verify(LatencyModel model, TimingSession session) {
    return new TableVerifier(2, 3, ProgressListener.SILENT).verify(model, networks, session);
  }

  @Test
  void aModelThatIsRightButForTheMachinesLevelErrsRawAndNotScaled() {
    FakeRuntime runtime = new FakeRuntime();
    runtime.level = 1.25;
    TableVerification verification =
        verify(
            model(FakeRuntime::trueMillis),
            TimingSession.inThisProcess(runtime, new TimingProtocol(9, 1, 0, 3)));
    assertEquals(0.2, verification.table().raw().mape(), 1e-9);
    assertEquals(-0.2, verification.table().raw().bias(), 1e-9);
    assertEquals(0.2, verification.table().raw().maxError(), 1e-9);
    assertEquals(0, verification.table().raw().shareWithin10Percent());
    assertEquals(0, verification.table().scaled().mape(), 1e-9);
    assertEquals(1, verification.table().scaled().shareWithin5Percent());
    assertEquals(1, verification.table().raw().kendallTau(), 1e-9);
    assertEquals(0, verification.noiseFloor().raw().mape(), 1e-9);
    assertEquals(NETWORKS * 2 * 3 * 3, runtime.runs.size());
  }

  @Test
  void passesTakeTurnsAndTheSecondAsPredictionOfTheFirstIsTheNoiseFloor() {
    List<Integer> sessions = new ArrayList<>();
    TableVerification verification =
        verify(
            model(FakeRuntime::trueMillis),
            all -> {
              sessions.add(sessions.size());
              double level = sessions.size() % 2 == 1 ? 1 : 1.04;
              return all.stream()
                  .map(network -> level * FakeRuntime.trueMillis(LayerGraph.of(network)))
                  .map(millis -> new TimingSession.Timed(millis, millis))
                  .toList();
            });
    assertEquals(6, sessions.size());
    assertEquals(0, verification.table().raw().mape(), 1e-9);
    assertEquals(0.04, verification.noiseFloor().raw().mape(), 1e-9);
    assertEquals(1, verification.noiseFloor().raw().shareWithin5Percent());
    assertEquals(0, verification.noiseFloor().scaled().mape(), 1e-9);
  }

  @Test
  void networksAreHeldAgainstLowerQuartilesAndBesideThatAgainstMedians() {
    TableVerification verification =
        verify(
            model(FakeRuntime::trueMillis),
            all ->
                all.stream()
                    .map(network -> FakeRuntime.trueMillis(LayerGraph.of(network)))
                    .map(millis -> new TimingSession.Timed(millis, 1.25 * millis))
                    .toList());
    assertEquals(0, verification.table().raw().mape(), 1e-9);
    assertEquals(-0.2, verification.tableByMedians().raw().bias(), 1e-9);
    assertEquals(0, verification.noiseFloorByMedians().raw().mape(), 1e-9);
  }

  @Test
  void eachSessionHasAnOrderOfItsOwn() {
    List<List<String>> orders = new ArrayList<>();
    verify(
        model(FakeRuntime::trueMillis),
        all -> {
          orders.add(all.stream().map(Architecture::name).toList());
          return all.stream().map(network -> new TimingSession.Timed(1, 1)).toList();
        });
    assertEquals(6, orders.stream().distinct().count());
  }

  @Test
  void latencyThatIsALineInMultiplyAddsIsPredictedByThemAlone() {
    TableVerification verification =
        verify(
            model(FakeRuntime::trueMillis),
            all ->
                all.stream()
                    .map(network -> 0.3 + 1e-6 * madds(network))
                    .map(millis -> new TimingSession.Timed(millis, millis))
                    .toList());
    assertEquals(0, verification.maddsFit().raw().mape(), 1e-9);
    assertEquals(1, verification.maddsFit().raw().kendallTau(), 1e-9);
    assertTrue(verification.constantFit().raw().mape() > 0.01);
  }

  @Test
  void theLineIsNotFittedOnTheNetworkItPredicts() {
    List<Long> madds = List.of(10L, 20L, 30L, 40L);
    List<Double> line = List.of(1.0, 2.0, 3.0, 400.0);
    assertEquals(4, LeftOutFit.line(madds, line).get(3), 1e-9);
    assertEquals(2, LeftOutFit.constant(List.of(2.0, 2.0, 2.0, 9.0)).get(3), 1e-9);
  }

  @Test
  void networksOfEqualMultiplyAddsMakeTheLineAConstant() {
    List<Double> measured = List.of(1.0, 2.0, 4.0);
    assertEquals(LeftOutFit.constant(measured), LeftOutFit.line(List.of(5L, 5L, 5L), measured));
  }

  @Test
  void aFaultOfSomeNetworksIsSeenInTheirPartAlsoAfterTheScaleCommonToAll() {
    TableVerification verification =
        verify(
            model(FakeRuntime::trueMillis),
            all ->
                all.stream()
                    .map(
                        network ->
                            (network.name().matches("n[012]") ? 1.1 : 1)
                                * FakeRuntime.trueMillis(LayerGraph.of(network)))
                    .map(millis -> new TimingSession.Timed(millis, millis))
                    .toList());
    TableVerification some = verification.part(network -> network.name().matches("n[012]"));
    TableVerification others = verification.part(network -> !network.name().matches("n[012]"));
    assertEquals(3, some.networks().size());
    assertEquals(1 / 1.1 - 1, some.table().scaled().bias(), 1e-9);
    assertEquals(0, others.table().scaled().mape(), 1e-9);
    assertEquals(0, some.noiseFloor().raw().mape(), 1e-9);
  }

  @Test
  void aConstantRanksNothing() {
    PredictionErrors errors = PredictionErrors.of(List.of(1.0, 1.0, 1.0), List.of(1.0, 2.0, 4.0));
    assertEquals(0, errors.kendallTau());
    assertEquals(1 / 3.0, errors.shareWithin5Percent(), 1e-9);
  }

  @Test
  void tooFewNetworksOrPassesAreRefused() {
    assertThrows(
        InvalidInputException.class, () -> new TableVerifier(1, 1, ProgressListener.SILENT));
    TableVerifier verifier = new TableVerifier(2, 1, ProgressListener.SILENT);
    assertThrows(
        InvalidInputException.class,
        () ->
            verifier.verify(
                model(FakeRuntime::trueMillis), networks.subList(0, 2), all -> List.of()));
  }
}
