package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ImageFitTests {
  private static final SquareFit PAD = new SquareFit.Pad();
  private static final SquareFit STRETCH = new SquareFit.Stretch();

  @Test
  void anImageInItsWantedFormIsUntouched() {
    byte[] samples = {1, 2, 3, 4};
    assertSame(samples, ImageFit.OWN.apply("x", new RawImage(1, 2, 2, samples)).samples());
  }

  @Property(tries = 100)
  void aUniformImageStaysUniformAtAnySize(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int side,
      @ForAll("whole") SquareFit fit,
      @ForAll byte sample) {
    byte[] samples = new byte[height * width * 3];
    Arrays.fill(samples, sample);
    byte[] expected = new byte[side * side * 3];
    Arrays.fill(expected, sample);
    RawImage fitted = sized(side, fit).apply("x", new RawImage(3, height, width, samples));
    assertArrayEquals(expected, fitted.samples());
  }

  @Provide
  Arbitrary<SquareFit> whole() {
    return Arbitraries.of(
        SquareFit.DEFAULT, new SquareFit.Crop(0.875), new SquareFit.Crop(0.1), STRETCH);
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
  void theMiddleOfTheLargestCentredSquareCanBeTaken() {
    byte[] rows = {
      0, 0, 0, 0, 0, 0, //
      0, 0, 1, 2, 0, 0, //
      0, 0, 3, 4, 0, 0, //
      0, 0, 0, 0, 0, 0
    };
    ImageFit half = sized(2, new SquareFit.Crop(0.5));
    assertArrayEquals(
        new byte[] {1, 2, 3, 4}, half.apply("x", new RawImage(1, 4, 6, rows)).samples());
  }

  @Test
  void aCropOfAShareIsTakenOfImagesThatHaveTheWantedSizeToo() {
    byte[] framed = {9, 9, 9, 9, 9, 5, 5, 9, 9, 5, 5, 9, 9, 9, 9, 9};
    byte[] fives = new byte[16];
    Arrays.fill(fives, (byte) 5);
    ImageFit half = sized(4, new SquareFit.Crop(0.5));
    assertArrayEquals(fives, half.apply("x", new RawImage(1, 4, 4, framed)).samples());
  }

  @Test
  void aWideImageIsPaddedAboveAndBelow() {
    byte[] wide = {1, 2, 3, 4, 5, 6, 7, 8};
    assertArrayEquals(
        new byte[] {0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0},
        sized(4, PAD).apply("x", new RawImage(1, 2, 4, wide)).samples());
  }

  @Test
  void aHighImageIsPaddedLeftAndRight() {
    byte[] threeRgbPixels = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    byte[] padded = {
      0, 0, 0, 1, 2, 3, 0, 0, 0, //
      0, 0, 0, 4, 5, 6, 0, 0, 0, //
      0, 0, 0, 7, 8, 9, 0, 0, 0
    };
    assertArrayEquals(
        padded, sized(3, PAD).apply("x", new RawImage(3, 3, 1, threeRgbPixels)).samples());
  }

  @Test
  void aPaddedImageIsResizedByItsLongerSide() {
    byte[] bright = new byte[8 * 4];
    Arrays.fill(bright, (byte) 200);
    byte light = (byte) 200;
    assertArrayEquals(
        new byte[] {0, light, light, 0, 0, light, light, 0, 0, light, light, 0, 0, light, light, 0},
        sized(4, PAD).apply("x", new RawImage(1, 8, 4, bright)).samples());
  }

  @Test
  void aLineIsPaddedToo() {
    byte[] line = new byte[40];
    Arrays.fill(line, (byte) 7);
    assertArrayEquals(
        new byte[] {0, 0, 0, 0, 7, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0},
        sized(4, PAD).apply("x", new RawImage(1, 1, 40, line)).samples());
  }

  @Test
  void aWideImageIsStretchedByTheSameFilterAlongEachAxis() {
    // Of four pixels two are made, each of three, by 3/7, 3/7 and 1/7.
    byte[] wide = {70, (byte) 140, 35, 0, 0, 35, (byte) 140, 70};
    assertArrayEquals(
        new byte[] {95, 35, 35, 95},
        sized(2, STRETCH).apply("x", new RawImage(1, 2, 4, wide)).samples());
  }

  @Test
  void aHighImageIsStretchedAsItsTransposeIs() {
    byte[] high = {70, 0, (byte) 140, 35, 35, (byte) 140, 0, 70};
    assertArrayEquals(
        new byte[] {95, 35, 35, 95},
        sized(2, STRETCH).apply("x", new RawImage(1, 4, 2, high)).samples());
  }

  @Property(tries = 100)
  void aSquareImageIsTheSameCroppedPaddedOrStretched(
      @ForAll @Size(75) byte[] samples, @ForAll @IntRange(min = 1, max = 12) int side) {
    RawImage square = new RawImage(3, 5, 5, samples);
    byte[] cropped = sized(side).apply("x", square).samples();
    assertArrayEquals(cropped, sized(side, PAD).apply("x", square).samples());
    assertArrayEquals(cropped, sized(side, STRETCH).apply("x", square).samples());
  }

  @Test
  void sharesOutOfRangeAreRefused() {
    for (double share : new double[] {0, 0.09, 1.01, Double.NaN}) {
      assertEquals(
          "the share of a crop must be within 0.1 to 1, got " + share,
          SampleFiles.refusal(() -> new SquareFit.Crop(share)));
    }
  }

  @Test
  void anOblongImageWithoutAWantedSizeIsRefused() {
    assertEquals(
        "x.png: the image is 4 pixels wide and 2 high; networks take squares, so give an image"
            + " size",
        SampleFiles.refusal(() -> ImageFit.OWN.apply("x.png", new RawImage(1, 2, 4, new byte[8]))));
  }

  @Test
  void greyAndRgbTurnIntoEachOther() {
    ImageFit rgb = ImageFit.OWN.withChannels(3);
    ImageFit grey = ImageFit.OWN.withChannels(1);
    RawImage one = new RawImage(1, 1, 1, new byte[] {(byte) 200});
    RawImage three = rgb.apply("x", one);
    assertArrayEquals(new byte[] {(byte) 200, (byte) 200, (byte) 200}, three.samples());
    assertArrayEquals(one.samples(), grey.apply("x", three).samples());
    RawImage green = new RawImage(3, 1, 1, new byte[] {0, (byte) 255, 0});
    assertEquals(150, grey.apply("x", green).samples()[0] & 0xff);
  }

  private static ImageFit sized(int side) {
    return sized(side, SquareFit.DEFAULT);
  }

  private static ImageFit sized(int side, SquareFit fit) {
    return new ImageFit(Optional.of(side), Optional.empty(), fit);
  }
}
