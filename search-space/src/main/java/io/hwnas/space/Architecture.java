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
 */
public record Architecture(
    String name,
    ImageInput input,
    Stem stem,
    List<Stage> stages,
    Head head,
    BatchNorm batchNorm,
    Padding padding) {
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
    return new Architecture(newName, input, stem, stages, head, batchNorm, padding);
  }

  /**
   * Returns the same architecture for other images.
   *
   * @param newInput the other input
   * @return the changed architecture
   */
  public Architecture withInput(ImageInput newInput) {
    return new Architecture(name, newInput, stem, stages, head, batchNorm, padding);
  }
}
