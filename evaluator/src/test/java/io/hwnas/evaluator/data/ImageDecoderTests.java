package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hwnas.space.InvalidInputException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
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
  void imagesOfAnAbsurdSideAreRefused() {
    BufferedImage line = new BufferedImage(1, 65_537, BufferedImage.TYPE_BYTE_GRAY);
    assertEquals(
        "picture: a side of the image has 65537 pixels; at most 65536 are read",
        SampleFiles.refusal(() -> decode(SampleFiles.encoded(line, "png"))));
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

  @Test
  void aCmykJpegIsRefused() {
    byte[] cmyk = SampleFiles.cmykJpeg(4);
    assertEquals(
        "picture: the JPEG is not RGB or grey; convert it to RGB",
        SampleFiles.refusal(() -> decode(cmyk)));
  }

  @Test
  void aCmykJpegOfAdobesIsRefused() {
    byte[] plain = SampleFiles.cmykJpeg(4);
    byte[] marker = {-1, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
    byte[] cmyk =
        ByteBuffer.allocate(plain.length + marker.length)
            .put(plain, 0, 2)
            .put(marker)
            .put(plain, 2, plain.length - 2)
            .array();
    assertEquals(
        "picture: the JPEG is not RGB or grey; convert it to RGB",
        SampleFiles.refusal(() -> decode(cmyk)));
  }

  @Test
  void deepColoursAreScaledToBytes() {
    ComponentColorModel deep =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = deep.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {100 * 257, 17 * 257 + 50, 200 * 257 - 50});
    BufferedImage image = new BufferedImage(deep, raster, false, null);
    assertArrayEquals(
        new byte[] {100, 17, (byte) 200}, decode(SampleFiles.encoded(image, "png")).samples());
  }

  @Test
  void anAnimatedPngIsRefused() {
    assertEquals(
        "picture: the PNG is animated; replace it by one of its frames",
        SampleFiles.refusal(() -> decode(withAnimation(PNG, 2))));
  }

  @Test
  void aPngOfOneFrameIsDecoded() {
    assertArrayEquals(decode(PNG).samples(), decode(withAnimation(PNG, 1)).samples());
  }

  /** Puts an animation control chunk of so many frames behind the header. */
  private static byte[] withAnimation(byte[] png, int frames) {
    int header = 8 + 25;
    ByteBuffer chunk =
        ByteBuffer.allocate(20).putInt(8).putInt(0x6163544c).putInt(frames).putInt(0);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, 12);
    chunk.putInt((int) checksum.getValue());
    return ByteBuffer.allocate(png.length + 20)
        .put(png, 0, header)
        .put(chunk.array())
        .put(png, header, png.length - header)
        .array();
  }

  private static RawImage decode(byte[] file) {
    return ImageDecoder.decode(new ByteSource("picture", () -> new ByteArrayInputStream(file)));
  }
}
