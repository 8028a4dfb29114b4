package io.hwnas.space;

import java.util.ArrayList;
import java.util.List;

/**
 * Which blocks a network has, with every channel count as it is built, after rounding.
 *
 * @param name what the user calls it
 * @param input the input image
 * @param stem the first convolution
 * @param stages the body
 * @param head the head
 * @param batchNorm constants of every batch normalisation
 * @param padding padding of every convolution
 * @param widthRule how a width multiplier changes the channel counts
 */
public record Architecture(
    String name,
    ImageInput input,
    Stem stem,
    List<Stage> stages,
    Head head,
    BatchNorm batchNorm,
    Padding padding,
    WidthRule widthRule) {
  /** Copies the list and checks that every residual joins equal widths. */
  public Architecture {
    stages = List.copyOf(stages);
    Checks.atLeast("stages", stages.size(), 1);
    int channels = stem.outputChannels();
    for (Stage stage : stages) {
      for (Block block : stage.blocks()) {
        if (block.residual() && block.outputChannels() != channels) {
          throw new InvalidInputException(
              "a residual needs equal widths, not %d in and %d out"
                  .formatted(channels, block.outputChannels()));
        }
        channels = block.outputChannels();
      }
    }
  }

  /**
   * Creates an architecture that a width multiplier changes by MobileNetV3's rule.
   *
   * @param name what the user calls it
   * @param input the input image
   * @param stem the first convolution
   * @param stages the body
   * @param head the head
   * @param batchNorm constants of every batch normalisation
   * @param padding padding of every convolution
   */
  public Architecture(
      String name,
      ImageInput input,
      Stem stem,
      List<Stage> stages,
      Head head,
      BatchNorm batchNorm,
      Padding padding) {
    this(name, input, stem, stages, head, batchNorm, padding, WidthRule.MOBILENET_V3);
  }

  /**
   * Returns all blocks of the body in order.
   *
   * @return all blocks of the body in order
   */
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    stages.forEach(stage -> blocks.addAll(stage.blocks()));
    return List.copyOf(blocks);
  }

  /**
   * Returns the same architecture under another name.
   *
   * @param newName the other name
   * @return the renamed architecture
   */
  public Architecture named(String newName) {
    return new Architecture(newName, input, stem, stages, head, batchNorm, padding, widthRule);
  }

  /**
   * Returns the same architecture for other images.
   *
   * @param newInput the other input
   * @return the changed architecture
   */
  public Architecture withInput(ImageInput newInput) {
    return new Architecture(name, newInput, stem, stages, head, batchNorm, padding, widthRule);
  }

  /**
   * Returns the same architecture with another stem and body.
   *
   * @param newStem the other stem
   * @param newStages the other stages
   * @return the changed architecture
   */
  public Architecture withBody(Stem newStem, List<Stage> newStages) {
    return new Architecture(name, input, newStem, newStages, head, batchNorm, padding, widthRule);
  }

  /**
   * Returns the same architecture with another head.
   *
   * @param newHead the other head
   * @return the changed architecture
   */
  public Architecture withHead(Head newHead) {
    return new Architecture(name, input, stem, stages, newHead, batchNorm, padding, widthRule);
  }

  /**
   * Returns the same architecture under another rule for width multipliers.
   *
   * @param newRule the other rule
   * @return the changed architecture
   */
  public Architecture withWidthRule(WidthRule newRule) {
    return new Architecture(name, input, stem, stages, head, batchNorm, padding, newRule);
  }
}
