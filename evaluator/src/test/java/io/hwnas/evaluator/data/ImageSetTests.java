package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageSetTests {
  private final ImageSet images =
      ImageSet.builder(3, 1, 2, List.of("a", "b"))
          .add(1, new byte[] {1, 2, 3, -1, 5, 6})
          .add(0, new byte[] {7, 8, 9, 10, 11, 12})
          .build();

  @Test
  void samplesLieChannelsLast() {
    assertEquals(255, images.sample(0, 0, 0, 1));
    assertEquals(6, images.sample(0, 2, 0, 1));
    byte[] target = new byte[8];
    images.copyImage(1, target, 2);
    assertArrayEquals(new byte[] {0, 0, 7, 8, 9, 10, 11, 12}, target);
  }

  @Test
  void aSelectionKeepsLabelsAndClasses() {
    ImageSet chosen = images.select(List.of(1, 0, 1));
    assertEquals(List.of(2, 1), chosen.classSizes());
    assertEquals(0, chosen.label(2));
    assertEquals(images.classNames(), chosen.classNames());
  }

  @Test
  void addedSamplesAreCopied() {
    byte[] samples = {1};
    ImageSet.Builder builder = ImageSet.builder(1, 1, 1, List.of("a")).add(0, samples);
    samples[0] = 2;
    assertEquals(1, builder.build().sample(0, 0, 0, 0));
  }

  @Test
  void placesOutsideAnImageAreRefused() {
    assertThrows(IndexOutOfBoundsException.class, () -> images.sample(0, 3, 0, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> images.sample(0, 0, 1, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> images.sample(2, 0, 0, 0));
  }

  @Test
  void wrongLabelsAndShapesAreRefused() {
    ImageSet.Builder builder = ImageSet.builder(1, 2, 2, List.of("a", "b"));
    assertEquals(
        "image 0 has label 2; labels go from 0 to 1",
        SampleFiles.refusal(() -> builder.add(2, new byte[4])));
    assertThrows(IllegalArgumentException.class, () -> builder.add(0, new byte[3]));
    assertThrows(
        IllegalArgumentException.class, () -> ImageSet.builder(1, 0, 2, List.of("a", "b")));
    assertThrows(
        IllegalArgumentException.class, () -> ImageSet.builder(1, 1, 1, List.of("a", "a")));
  }
}
