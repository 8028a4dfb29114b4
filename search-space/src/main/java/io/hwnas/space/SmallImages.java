package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * The small-image form of a network or a space: its first strides become 1, as few of them as let
 * the last feature map be at least 3×3. At 28 and at 32 pixels these are the first two strides of
 * MobileNetV1, V2 and V3, and the last feature map is 4×4; at 96 and more there are none. An
 * inverted residual whose stride becomes 1 and whose widths are equal gains the residual that all
 * such blocks of MobileNetV2 and V3 have.
 */
final class SmallImages {
  private static final int LEAST_FEATURE_MAP = 3;

  private SmallImages() {}

  static Architecture adapt(Architecture architecture) {
    return adapt(architecture, SmallImages::withoutStrides, SmallImages::lastFeatureMap);
  }

  /** Adapts a space, all of whose architectures have the same strides. */
  static SpaceLayout adapt(SpaceLayout layout) {
    return adapt(layout, SpaceLayout::withoutStrides, SmallImages::lastFeatureMap);
  }

  private static <T> T adapt(
      T published, BiFunction<T, Integer, T> withoutStrides, ToIntFunction<T> lastFeatureMap) {
    T adapted = published;
    for (int removed = 1; lastFeatureMap.applyAsInt(adapted) < LEAST_FEATURE_MAP; removed++) {
      T next = withoutStrides.apply(published, removed);
      if (next.equals(adapted)) {
        return adapted;
      }
      adapted = next;
    }
    return adapted;
  }

  private static int lastFeatureMap(SpaceLayout layout) {
    SearchSpace space = new SearchSpace(layout);
    return lastFeatureMap(space.decode(space.smallest()));
  }

  private static int lastFeatureMap(Architecture architecture) {
    return LayerGraph.of(architecture).block(ChannelIds.HEAD).orElseThrow().input().height();
  }

  private static Architecture withoutStrides(Architecture architecture, int count) {
    int left = count;
    Stem stem = architecture.stem();
    if (stem.stride() > 1) {
      stem = new Stem(stem.kernel(), 1, stem.outputChannels(), stem.nonlinearity());
      left--;
    }
    int channels = stem.outputChannels();
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : architecture.stages()) {
      List<Block> blocks = new ArrayList<>();
      for (Block block : stage.blocks()) {
        boolean removes = block.stride() > 1 && left > 0;
        left -= removes ? 1 : 0;
        blocks.add(removes ? withoutStride(block, channels) : block);
        channels = block.outputChannels();
      }
      stages.add(new Stage(blocks));
    }
    return architecture.withBody(stem, stages);
  }

  private static Block withoutStride(Block block, int inputChannels) {
    if (block instanceof DepthwiseSeparable old) {
      return new DepthwiseSeparable(old.kernel(), 1, old.outputChannels(), old.nonlinearity());
    }
    if (block instanceof PlainConvolution old) {
      return new PlainConvolution(old.kernel(), 1, old.outputChannels(), old.nonlinearity());
    }
    InvertedResidual old = (InvertedResidual) block;
    return new InvertedResidual(
        old.kernel(),
        1,
        old.expansion(),
        old.outputChannels(),
        old.squeezeExcite(),
        old.nonlinearity(),
        inputChannels == old.outputChannels());
  }
}
