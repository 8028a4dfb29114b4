package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.latency.RandomChannels.Counts;
import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.ReferenceNetworks;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelModelTests {
  private static final String INSIDE =
      "inverted-residual k=3 s=1 e=%d se=none nl=relu6 res=yes in=64x14x14 out=64x14x14 pad=symmetric";

  private final TableSource.OfChannels source =
      new TableSource.OfChannels(
          TableSource.OfNetwork.of(ReferenceNetworks.named("mobilenet-v2")), 72);
  private final ChannelModel model = ChannelModel.of(SyntheticBlocks.entries(source));

  private double predicted(String key) {
    return model.entry(key).orElseThrow().medianMillis();
  }

  private double meanError(Counts counts) {
    List<LayerGraph> unseen = SyntheticBlocks.unseen(source, counts, 20);
    return unseen.stream()
        .flatMap(graph -> graph.blocks().stream())
        .map(LoweredBlock::key)
        .mapToDouble(key -> Math.abs(predicted(key) / SyntheticBlocks.millis(key) - 1))
        .average()
        .orElseThrow();
  }

  @Test
  void recoversAStaircaseOfMultiplesOfFour() {
    assertEquals(0, meanError(Counts.MULTIPLES_OF_4), 0.01);
  }

  @Test
  void recoversWhatAnyCountsTake() {
    assertEquals(0, meanError(Counts.ANY), 0.01);
  }

  @Test
  void measuresWhatChannelsAreRoundedTo() {
    String family = BlockKey.parse(INSIDE.formatted(64)).orElseThrow().family();
    Staircase staircase = model.family(family).orElseThrow().staircase();
    assertEquals(16, staircase.rounding());
    assertTrue(staircase.leftOutError() < 0.02, () -> "" + staircase.leftOutError());
  }

  @Test
  void knowsThatMoreChannelsMayTakeLess() {
    assertTrue(predicted(INSIDE.formatted(249)) > 1.5 * predicted(INSIDE.formatted(256)));
  }

  @Test
  void knowsThatMoreChannelsMayTakeAsMuch() {
    double wide = predicted(INSIDE.formatted(256));
    assertEquals(wide, predicted(INSIDE.formatted(244)), 0.01 * wide);
  }

  @Test
  void isLessSureFarFromWhatWasMeasured() {
    LatencyEntry near = model.entry(INSIDE.formatted(200)).orElseThrow();
    LatencyEntry far = model.entry(INSIDE.formatted(4000)).orElseThrow();
    assertTrue(
        far.spreadMillis() / far.medianMillis() > 2 * near.spreadMillis() / near.medianMillis());
    LatencyEntry farther = model.entry(INSIDE.formatted(16_000)).orElseThrow();
    assertEquals(
        0.2,
        farther.spreadMillis() / farther.medianMillis() - far.spreadMillis() / far.medianMillis(),
        0.02);
  }

  @Test
  void knowsWhichChannelCountsNothingLikeThemWasMeasuredOf() {
    assertFalse(model.isOutside(INSIDE.formatted(200)));
    assertTrue(model.isOutside(INSIDE.formatted(4000)));
  }

  @Test
  void saysThatABlockIsModelled() {
    assertEquals(
        LatencyEntry.Origin.MODELLED, model.entry(INSIDE.formatted(200)).orElseThrow().origin());
  }

  @Test
  void knowsNothingOfOtherBlocks() {
    assertEquals(Optional.empty(), model.entry(INSIDE.formatted(64).replace("k=3", "k=5")));
    assertEquals(Optional.empty(), model.entry("nothing"));
  }

  @Test
  void isTheSameForTheSameEntries() {
    ChannelModel again = ChannelModel.of(SyntheticBlocks.entries(source));
    assertEquals(model.entry(INSIDE.formatted(123)), again.entry(INSIDE.formatted(123)));
  }

  @Test
  void countsNodesByTheChannelsThatDivideByFour() {
    assertEquals(
        LayerGraph.of(source.base().architecture()).block("s3.b1").orElseThrow().layers().size(),
        model.entry(INSIDE.formatted(200)).orElseThrow().nodes());
  }
}
