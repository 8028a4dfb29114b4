package io.hwnas.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Finds the decisions that lead to one architecture; used once. */
final class SpaceEncoder {
  private final SpaceLayout layout;
  private final List<Decision> decisions;
  private final Architecture architecture;
  private final Map<String, Integer> found = new HashMap<>();

  SpaceEncoder(SpaceLayout layout, List<Decision> decisions, Architecture architecture) {
    this.layout = layout;
    this.decisions = decisions;
    this.architecture = architecture;
  }

  /** Returns the decisions; those that are switched off are 0. */
  DecisionVector encode() {
    find(layout.resolution(), value -> value == architecture.input().resolution());
    int channels = architecture.stem().outputChannels();
    int stem = channels;
    find(layout.stemWidth(), value -> value == stem);
    if (architecture.stages().size() != layout.stages().size()) {
      throw new InvalidInputException(
          "%s isn't in the space %s: it has %d stages, not %d"
              .formatted(
                  architecture.name(),
                  layout.name(),
                  architecture.stages().size(),
                  layout.stages().size()));
    }
    for (int i = 0; i < layout.stages().size(); i++) {
      List<Block> blocks = architecture.stages().get(i).blocks();
      stage(layout.stages().get(i), blocks, channels);
      channels = blocks.get(blocks.size() - 1).outputChannels();
    }
    ClassificationHead head = (ClassificationHead) architecture.head();
    layout
        .headConvolution()
        .ifPresent(knob -> find(knob, value -> is(value, head.convolutionChannels())));
    layout.headHidden().ifPresent(knob -> find(knob, value -> is(value, head.hiddenChannels())));
    return new DecisionVector(
        decisions.stream().map(decision -> found.getOrDefault(decision.name(), 0)).toList());
  }

  private void stage(StageSpace space, List<Block> blocks, int inputChannels) {
    List<InvertedResidual> residuals = new ArrayList<>();
    for (Block block : blocks) {
      if (!(block instanceof InvertedResidual residual)) {
        throw new InvalidInputException(
            architecture.name() + " has other blocks than inverted residuals, which no space has");
      }
      residuals.add(residual);
    }
    find(space.depth(), value -> value == blocks.size());
    find(space.width(), value -> value == residuals.get(0).outputChannels());
    find(space.squeezeExcite(), value -> value == residuals.get(0).squeezeExcite().isPresent());
    find(space.nonlinearity(), value -> value == residuals.get(0).nonlinearity());
    boolean shared = space.kernels().size() == 1;
    for (int i = 0; i < (shared ? 1 : blocks.size()); i++) {
      int kernel = residuals.get(i).kernel();
      find(space.kernel(i), value -> value == kernel);
    }
    if (space.ratios().size() == 1) {
      find(space.ratio(0), ratio -> expandsAll(residuals, inputChannels, ratio));
    } else if (!space.ratios().isEmpty()) {
      for (int i = 0; i < residuals.size(); i++) {
        InvertedResidual block = residuals.get(i);
        int in = i == 0 ? inputChannels : residuals.get(i - 1).outputChannels();
        find(space.ratio(i), ratio -> is(StageSpace.expansion(in, ratio), block.expansion()));
      }
    }
  }

  private static boolean expandsAll(
      List<InvertedResidual> blocks, int inputChannels, double ratio) {
    int in = inputChannels;
    for (InvertedResidual block : blocks) {
      if (!is(StageSpace.expansion(in, ratio), block.expansion())) {
        return false;
      }
      in = block.outputChannels();
    }
    return true;
  }

  private static boolean is(int value, OptionalInt channels) {
    return channels.isPresent() && channels.getAsInt() == value;
  }

  private <T> void find(Knob<T> knob, Predicate<T> fits) {
    int index =
        knob.find(fits)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "%s isn't in the space %s: its %s is none of %s"
                            .formatted(
                                architecture.name(), layout.name(), knob.name(), knob.values())));
    found.put(knob.name(), index);
  }
}
