package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an architecture of a space may be, from image to classes.
 *
 * @param name name of the space
 * @param inputChannels channels of the image
 * @param resolution resolution of the image
 * @param stem the stem, whose channel count {@code stemWidth} replaces
 * @param stemWidth channels of the stem
 * @param stages the stages
 * @param headConvolution channels of the head's convolution, if there is one
 * @param headHidden channels of the head's hidden layer, if there is one
 * @param head the head, whose channel counts the two before replace
 * @param batchNorm batch-norm constants
 * @param padding padding
 */
record SpaceLayout(
    String name,
    int inputChannels,
    Knob<Integer> resolution,
    Stem stem,
    Knob<Integer> stemWidth,
    List<StageSpace> stages,
    Optional<Knob<Integer>> headConvolution,
    Optional<Knob<Integer>> headHidden,
    ClassificationHead head,
    BatchNorm batchNorm,
    Padding padding) {
  SpaceLayout {
    stages = List.copyOf(stages);
  }

  /** Returns all knobs in the order of decisions. */
  List<Knob<?>> knobs() {
    List<Knob<?>> knobs = new ArrayList<>(List.of(resolution, stemWidth));
    for (StageSpace stage : stages) {
      knobs.addAll(List.of(stage.depth(), stage.width()));
      knobs.addAll(List.of(stage.squeezeExcite(), stage.nonlinearity()));
      knobs.addAll(stage.kernels());
      knobs.addAll(stage.ratios());
    }
    headConvolution.ifPresent(knobs::add);
    headHidden.ifPresent(knobs::add);
    return knobs;
  }

  SpaceLayout forData(int channels, int classes) {
    ClassificationHead newHead =
        new ClassificationHead(
            head.convolutionChannels(),
            head.hiddenChannels(),
            head.nonlinearity(),
            head.dropout(),
            classes);
    return new SpaceLayout(
        name,
        channels,
        resolution,
        stem,
        stemWidth,
        stages,
        headConvolution,
        headHidden,
        newHead,
        batchNorm,
        padding);
  }
}
