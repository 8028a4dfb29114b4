package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImageFitTests {
  private static final ImageFit OWN = new ImageFit(Optional.empty(), Optional.empty());

  @Test
  void anImageInItsWantedFormIsUntouched() {
    byte[] samples = {1, 2, 3, 4};
    assertSame(samples, OWN.apply("x", new RawImage(1, 2, 2, samples)).samples());
  }

  @Property(tries = 100)
  void aUniformImageStaysUniformAtAnySize(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int side,
      @ForAll byte sample) {
    byte[] samples = new byte[height * width * 3];
    Arrays.fill(samples, sample);
    byte[] expected = new byte[side * side * 3];
    Arrays.fill(expected, sample);
    RawImage fitted = sized(side).apply("x", new RawImage(3, height, width, samples));
    assertArrayEquals(expected, fitted.samples());
  }

  @Test
  void shrinkingAveragesRatherThanSkips() {
    byte[] stripes = new byte[64];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = (byte) (i % 2 == 0 ? 200 : 0);
    }
    byte[] shrunk = sized(2).apply("x", new RawImage(1, 8, 8, stripes)).samples();
    for (byte sample : shrunk) {
      assertEquals(100, sample & 0xff, 10);
    }
  }

  @Test
  void theLargestCentredSquareIsTaken() {
    byte[] both = {9, 1, 2, 9, 9, 3, 4, 9};
    assertArrayEquals(
        new byte[] {1, 2, 3, 4}, sized(2).apply("x", new RawImage(1, 2, 4, both)).samples());
  }

  @Test
  void anOblongImageWithoutAWantedSizeIsRefused() {
    assertEquals(
        "x.png: the image is 4 pixels wide and 2 high; networks take squares, so give an image"
            + " size",
        SampleFiles.refusal(() -> OWN.apply("x.png", new RawImage(1, 2, 4, new byte[8]))));
  }

  @Test
  void greyAndRgbTurnIntoEachOther() {
    ImageFit rgb = new ImageFit(Optional.empty(), Optional.of(3));
    ImageFit grey = new ImageFit(Optional.empty(), Optional.of(1));
    RawImage one = new RawImage(1, 1, 1, new byte[] {(byte) 200});
    RawImage three = rgb.apply("x", one);
    assertArrayEquals(new byte[] {(byte) 200, (byte) 200, (byte) 200}, three.samples());
    assertArrayEquals(one.samples(), grey.apply("x", three).samples());
    RawImage green = new RawImage(3, 1, 1, new byte[] {0, (byte) 255, 0});
    assertEquals(150, grey.apply("x", green).samples()[0] & 0xff);
  }

  private static ImageFit sized(int side) {
    return new ImageFit(Optional.of(side), Optional.empty());
  }
}
