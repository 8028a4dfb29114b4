package io.hwnas.evaluator.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageVariationTests {
  private static final int SIDE = 9;

  @ParameterizedTest
  @EnumSource(
      value = ImageOperation.class,
      names = {"AUTO_CONTRAST", "EQUALIZE"},
      mode = EnumSource.Mode.EXCLUDE)
  void anOperationOfNoStrengthLeavesTheImage(ImageOperation operation) {
    assertArrayEquals(noise(3), applied(operation, 0, noise(3), 3));
  }

  @ParameterizedTest
  @EnumSource(
      value = ImageOperation.class,
      names = {"IDENTITY", "AUTO_CONTRAST", "EQUALIZE"},
      mode = EnumSource.Mode.EXCLUDE)
  void anOperationOfAllStrengthChangesTheImage(ImageOperation operation) {
    assertFalse(Arrays.equals(noise(3), applied(operation, 1, noise(3), 3)));
  }

  @ParameterizedTest
  @EnumSource(ImageOperation.class)
  void aGreyImageInRgbStaysGrey(ImageOperation operation) {
    byte[] grey = noise(1);
    byte[] rgb = new byte[3 * grey.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = grey[i / 3];
    }
    byte[] expected = applied(operation, 0.6, grey, 1);
    byte[] actual = applied(operation, 0.6, rgb, 3);
    for (int i = 0; i < rgb.length; i++) {
      assertEquals(expected[i / 3] & 0xff, actual[i] & 0xff, 1, "sample " + i);
    }
  }

  @Test
  void translationMovesPixelsAndFillsWithBlack() {
    byte[] row = {10, 20, 30, 40};
    ImageVariation variation = new ImageVariation(1, 1, 4);
    variation.apply(row, ImageOperation.TRANSLATE_X, 331.0 / 150 / 4);
    assertArrayEquals(new byte[] {20, 30, 40, 0}, row);
  }

  @Test
  void autoContrastReachesBlackAndWhite() {
    assertArrayEquals(
        new byte[] {0, (byte) 128, (byte) 255},
        applied(ImageOperation.AUTO_CONTRAST, 1, new byte[] {100, 110, 120}));
  }

  @Test
  void solarisingInvertsAll() {
    assertArrayEquals(
        new byte[] {(byte) 255, (byte) 155, 0},
        applied(ImageOperation.SOLARIZE, 1, new byte[] {0, 100, (byte) 255}));
  }

  @Test
  void posterisingKeepsTheUpperBits() {
    assertArrayEquals(
        new byte[] {0, (byte) 0xf0, 0x30},
        applied(ImageOperation.POSTERIZE, -1, new byte[] {15, (byte) 0xff, 0x3c}));
  }

  @Test
  void brightnessScalesTowardsBlackOrAway() {
    assertArrayEquals(
        new byte[] {10, 1, (byte) 25},
        applied(ImageOperation.BRIGHTNESS, -1, new byte[] {100, 10, (byte) 250}));
    assertArrayEquals(
        new byte[] {(byte) 190, 19, (byte) 255},
        applied(ImageOperation.BRIGHTNESS, 1, new byte[] {100, 10, (byte) 250}));
  }

  @Test
  void contrastKeepsTheMean() {
    assertArrayEquals(
        new byte[] {90, 100, 110},
        applied(ImageOperation.CONTRAST, -0.5 / 0.9, new byte[] {80, 100, 120}));
  }

  @Test
  void equalImagesAndSeedsGiveEqualVariations() {
    RandAugment strong = new RandAugment(4, 25);
    assertArrayEquals(drawn(strong, 3), drawn(strong, 3));
    assertFalse(Arrays.equals(drawn(strong, 3), drawn(strong, 4)));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThrows(InvalidInputException.class, () -> new RandAugment(0, 9));
    assertThrows(InvalidInputException.class, () -> new RandAugment(9, 9));
    assertThrows(InvalidInputException.class, () -> new RandAugment(2, 31));
    assertThrows(InvalidInputException.class, () -> new RandAugment(2, Double.NaN));
  }

  private static byte[] drawn(RandAugment operations, long seed) {
    byte[] image = noise(3);
    new ImageVariation(3, SIDE, SIDE).apply(image, operations, Seeds.of(seed, "draw"));
    return image;
  }

  private static byte[] noise(int channels) {
    RandomGenerator random = Seeds.of(1, "noise");
    byte[] image = new byte[channels * SIDE * SIDE];
    random.nextBytes(image);
    return image;
  }

  private static byte[] applied(
      ImageOperation operation, double share, byte[] image, int channels) {
    byte[] result = image.clone();
    new ImageVariation(channels, SIDE, SIDE).apply(result, operation, share);
    return result;
  }

  private static byte[] applied(ImageOperation operation, double share, byte[] row) {
    byte[] result = row.clone();
    new ImageVariation(1, 1, row.length).apply(result, operation, share);
    return result;
  }
}
