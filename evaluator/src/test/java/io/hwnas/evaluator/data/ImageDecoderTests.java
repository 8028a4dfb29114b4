package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImageDecoderTests {
  private static final byte[] PNG = SampleFiles.png(12);
  private static final byte[] JPEG = SampleFiles.jpeg(48);
  private static final String HARMED =
      "picture: the image is truncated or corrupt; replace or remove it";

  @Test
  void rgbPixelsComeOutAsTheyWentIn() {
    RawImage image = decode(PNG);
    assertEquals(3, image.channels());
    int pixel = (5 * 12 + 7) * 3;
    assertArrayEquals(
        new byte[] {(byte) (7 * 37 % 256), (byte) (5 * 53 % 256), 7 ^ 5},
        Arrays.copyOfRange(image.samples(), pixel, pixel + 3));
  }

  @Test
  void greyPixelsAreNotBrightened() {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    grey.getRaster().setSample(1, 0, 0, 17);
    assertArrayEquals(new byte[] {100, 17}, decode(SampleFiles.encoded(grey, "png")).samples());
  }

  @Test
  void deepGreyPixelsKeepTheirUpperByte() {
    BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100 << 8 | 77);
    assertArrayEquals(new byte[] {100}, decode(SampleFiles.encoded(grey, "png")).samples());
  }

  @Test
  void blackAndWhitePixelsBecomeGrey() {
    BufferedImage binary = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    binary.getRaster().setSample(1, 0, 0, 1);
    RawImage image = decode(SampleFiles.encoded(binary, "png"));
    assertEquals(1, image.channels());
    assertArrayEquals(new byte[] {0, -1}, image.samples());
  }

  @Test
  void transparencyIsLaidOverWhite() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0xff123456);
    assertArrayEquals(
        new byte[] {-1, -1, -1, 0x12, 0x34, 0x56},
        decode(SampleFiles.encoded(image, "png")).samples());
  }

  @Property(tries = 200)
  void aTruncatedPngIsRefused(@ForAll @IntRange(max = 9999) int share) {
    byte[] cut = Arrays.copyOf(PNG, 9 + share * (PNG.length - 9) / 10_000);
    assertEquals(HARMED, SampleFiles.refusal(() -> decode(cut)));
  }

  @Property(tries = 200)
  void aPngWithOneFlippedBitIsRefused(
      @ForAll @IntRange(max = 9999) int place, @ForAll @IntRange(max = 7) int bit) {
    byte[] flipped = PNG.clone();
    flipped[8 + place * (PNG.length - 8) / 10_000] ^= (byte) (1 << bit);
    assertEquals(HARMED, SampleFiles.refusal(() -> decode(flipped)));
  }

  @Property(tries = 200)
  void aTruncatedJpegIsRefused(@ForAll @IntRange(max = 9999) int share) {
    byte[] cut = Arrays.copyOf(JPEG, 4 + share * (JPEG.length - 4) / 10_000);
    assertEquals(HARMED, SampleFiles.refusal(() -> decode(cut)));
  }

  @Property(tries = 300)
  void aJpegWithOneFlippedBitIsDecodedOrRefusedInOneLine(
      @ForAll @IntRange(max = 9999) int place, @ForAll @IntRange(max = 7) int bit) {
    byte[] flipped = JPEG.clone();
    flipped[place * JPEG.length / 10_000] ^= (byte) (1 << bit);
    try {
      RawImage image = decode(flipped);
      assertEquals(image.channels() * image.height() * image.width(), image.samples().length);
    } catch (InvalidInputException e) {
      assertTrue(e.getMessage().startsWith("picture: "), e.getMessage());
    }
  }

  @Property(tries = 300)
  void arbitraryBytesAreRefusedInOneLine(@ForAll byte[] bytes) {
    assertTrue(SampleFiles.refusal(() -> decode(bytes)).startsWith("picture: "));
  }

  @Test
  void anEmptyFileIsRefused() {
    assertEquals(
        "picture: the image file is empty", SampleFiles.refusal(() -> decode(new byte[0])));
  }

  @Test
  void anotherFormatUnderAnImagesNameIsNamed() {
    byte[] gif = SampleFiles.encoded(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "gif");
    assertEquals(
        "picture: this is a gif image; only PNG and JPEG are read",
        SampleFiles.refusal(() -> decode(gif)));
  }

  private static RawImage decode(byte[] file) {
    return ImageDecoder.decode(new ByteSource("picture", () -> new ByteArrayInputStream(file)));
  }
}
