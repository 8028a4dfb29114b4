package io.hwnas.space;

import java.math.BigInteger;
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
    stages.forEach(stage -> knobs.addAll(stage.knobs()));
    headConvolution.ifPresent(knobs::add);
    headHidden.ifPresent(knobs::add);
    return knobs;
  }

  /** Counts the vectors that differ after decisions of absent blocks are disregarded. */
  BigInteger size() {
    BigInteger size = resolution.count().multiply(stemWidth.count());
    for (StageSpace stage : stages) {
      size = size.multiply(stage.size());
    }
    size = size.multiply(headConvolution.map(Knob::count).orElse(BigInteger.ONE));
    return size.multiply(headHidden.map(Knob::count).orElse(BigInteger.ONE));
  }

  SpaceLayout forData(int channels, int classes) {
    return with(name, channels, resolution, stem, stages, head.withClasses(classes));
  }

  /** Returns the same space under another name. */
  SpaceLayout named(String other) {
    return with(other, inputChannels, resolution, stem, stages, head);
  }

  /** Returns the same space at other resolutions; one is no decision. */
  SpaceLayout atResolutions(List<Integer> pixels) {
    Knob<Integer> other = new Knob<>(resolution.name(), pixels);
    return with(name, inputChannels, other, stem, stages, head);
  }

  /** Returns the same space with all widths under a width multiplier. */
  SpaceLayout scaled(double alpha) {
    return new SpaceLayout(
        name,
        inputChannels,
        resolution,
        stem,
        scaled(stemWidth, alpha),
        stages.stream().map(stage -> stage.scaled(alpha)).toList(),
        headConvolution.map(knob -> scaled(knob, alpha)),
        headHidden.map(knob -> scaled(knob, alpha)),
        head,
        batchNorm,
        padding);
  }

  static Knob<Integer> scaled(Knob<Integer> widths, double alpha) {
    return widths.mapped(width -> WidthRule.MOBILENET_V3.width(width, alpha));
  }

  /** Returns the same space with its first strides, so many of them, at 1. */
  SpaceLayout withoutStrides(int count) {
    int left = count;
    Stem newStem = stem;
    if (stem.stride() > 1 && left > 0) {
      newStem = new Stem(stem.kernel(), 1, stem.outputChannels(), stem.nonlinearity());
      left--;
    }
    List<StageSpace> newStages = new ArrayList<>();
    for (StageSpace stage : stages) {
      boolean removes = stage.stride() > 1 && left > 0;
      left -= removes ? 1 : 0;
      newStages.add(removes ? stage.withoutStride() : stage);
    }
    return with(name, inputChannels, resolution, newStem, newStages, head);
  }

  private SpaceLayout with(
      String newName,
      int newChannels,
      Knob<Integer> newResolution,
      Stem newStem,
      List<StageSpace> newStages,
      ClassificationHead newHead) {
    return new SpaceLayout(
        newName,
        newChannels,
        newResolution,
        newStem,
        stemWidth,
        newStages,
        headConvolution,
        headHidden,
        newHead,
        batchNorm,
        padding);
  }
}
