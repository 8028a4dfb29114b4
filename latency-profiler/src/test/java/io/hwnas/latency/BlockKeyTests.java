package io.hwnas.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hwnas.space.LayerGraph;
import io.hwnas.space.LoweredBlock;
import io.hwnas.space.ReferenceNetworks;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlockKeyTests {
  private static BlockKey block(String id) {
    LayerGraph graph = LayerGraph.of(ReferenceNetworks.named("mobilenet-v3-large"));
    return BlockKey.parse(graph.block(id).map(LoweredBlock::key).orElseThrow()).orElseThrow();
  }

  @Test
  void takesAnInvertedResidualApart() {
    BlockKey block = block("s2.b0");
    assertEquals(new BlockKey.Channels(24, 72, 24, 0, 0, 40), block.channels());
    assertEquals(56 * 56, block.inPixels());
    assertEquals(28 * 28, block.outPixels());
    assertEquals(5, block.kernel());
    assertEquals(
        "inverted-residual k=5 s=2 e=* se=*:hard-sigmoid nl=relu res=no in=*x56x56 out=*x28x28 pad=symmetric",
        block.family());
  }

  @Test
  void keepsTheClassesOfAHead() {
    BlockKey block = block("head");
    assertEquals(new BlockKey.Channels(160, 0, 0, 960, 1280, 1000), block.channels());
    assertEquals(
        "classification-head conv=* hidden=* nl=h-swish in=*x7x7 out=1000x1x1 pad=symmetric",
        block.family());
  }

  @Test
  void keepsTheImagesChannelsOfAStem() {
    assertEquals(
        "stem k=3 s=2 nl=h-swish in=3x224x224 out=*x112x112 pad=symmetric", block("stem").family());
  }

  @Test
  void aTextWithoutShapesIsNoBlock() {
    assertEquals(Optional.empty(), BlockKey.parse("expanded_conv in=3"));
  }
}
