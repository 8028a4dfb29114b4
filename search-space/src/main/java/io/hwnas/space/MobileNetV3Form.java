package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The two redesigned parts of MobileNetV3 (Howard et al., section 5.1), each as published or as it
 * was before.
 *
 * @param lastStage how the network ends
 * @param stem how it begins
 */
public record MobileNetV3Form(LastStage lastStage, StemForm stem) {
  /** How the network ends (figure 5). */
  public enum LastStage {
    /** The convolution to 960 before the pool, the hidden layer of 1280 after it. */
    EFFICIENT("efficient"),
    /**
     * An inverted residual of expansion 960 to 320 channels and the convolution to 1280, as
     * MobileNetV2 and MnasNet end.
     */
    ORIGINAL("original");

    private final String label;

    LastStage(String label) {
      this.label = label;
    }

    /**
     * Returns the name used in files and options.
     *
     * @return the name used in files and options
     */
    public String label() {
      return label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /** How the network begins. */
  public enum StemForm {
    /** 16 filters with h-swish. */
    HSWISH_16("16-h-swish"),
    /** 32 filters with ReLU. */
    RELU_32("32-relu");

    private final String label;

    StemForm(String label) {
      this.label = label;
    }

    /**
     * Returns the name used in files and options.
     *
     * @return the name used in files and options
     */
    public String label() {
      return label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /** The form of the paper's tables. */
  public static final MobileNetV3Form PUBLISHED =
      new MobileNetV3Form(LastStage.EFFICIENT, StemForm.HSWISH_16);

  private static final int WIDE_STEM = 32;
  private static final int LAST_EXPANSION = 960;
  private static final int LAST_BOTTLENECK = 320;

  /** Returns a published network in this form. */
  Architecture apply(Architecture published) {
    if (equals(PUBLISHED)) {
      return published;
    }
    if (published.widthRule() != WidthRule.MOBILENET_V3) {
      throw new InvalidInputException(
          "%s has no other stem or last stage; only the MobileNetV3 networks have"
              .formatted(published.name()));
    }
    Architecture begun = stem == StemForm.RELU_32 ? withWideStem(published) : published;
    return lastStage == LastStage.ORIGINAL ? withOriginalEnd(begun) : begun;
  }

  private static Architecture withWideStem(Architecture published) {
    Stem old = published.stem();
    Stem wide = new Stem(old.kernel(), old.stride(), WIDE_STEM, Nonlinearity.RELU);
    List<Stage> stages = new ArrayList<>(published.stages());
    List<Block> blocks = new ArrayList<>(stages.get(0).blocks());
    InvertedResidual first = (InvertedResidual) blocks.get(0);
    blocks.set(
        0,
        new InvertedResidual(
            first.kernel(),
            first.stride(),
            first.expansion(),
            first.outputChannels(),
            first
                .squeezeExcite()
                .map(se -> SqueezeExcite.of(se.rule(), se.gate(), WIDE_STEM, WIDE_STEM)),
            first.nonlinearity(),
            false));
    stages.set(0, new Stage(blocks));
    return published.withBody(wide, stages);
  }

  private static Architecture withOriginalEnd(Architecture published) {
    ClassificationHead head = (ClassificationHead) published.head();
    if (head.convolutionChannels().orElse(0) != LAST_EXPANSION) {
      throw new InvalidInputException(
          "%s has no original last stage; the paper describes MobileNetV3-Large's alone"
              .formatted(published.name()));
    }
    List<Stage> stages = new ArrayList<>(published.stages());
    stages.add(
        new Stage(
            List.of(
                new InvertedResidual(
                    3,
                    1,
                    OptionalInt.of(LAST_EXPANSION),
                    LAST_BOTTLENECK,
                    Optional.empty(),
                    head.nonlinearity(),
                    false))));
    return published
        .withBody(published.stem(), stages)
        .withHead(head.withChannels(head.hiddenChannels(), OptionalInt.empty()));
  }
}
