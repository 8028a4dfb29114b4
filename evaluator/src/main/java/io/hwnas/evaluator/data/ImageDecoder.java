package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG and JPEG files into bytes, and refuses those that are cut short or harmed.
 *
 * <p>Grey images give one channel, all others three; transparency is laid over white.
 */
final class ImageDecoder {
  /** The largest file that is read. */
  static final int LARGEST_FILE_BYTES = 64 << 20;

  private static final String NOT_RGB = ": the JPEG is not RGB or grey; convert it to RGB";

  private static final long MOST_PIXELS = 64L << 20;

  /** The longest side; a JPEG's is no longer. */
  private static final int LONGEST_SIDE = 1 << 16;

  private static final IntPredicate GREY =
      rgb -> (rgb >> 16 & 0xff) == (rgb & 0xff) && (rgb >> 8 & 0xff) == (rgb & 0xff);

  private ImageDecoder() {}

  /** Decodes an image. */
  static RawImage decode(ByteSource source) {
    return source.read(in -> decode(source.name(), whole(source.name(), in)));
  }

  /**
   * Says whether an image would be decoded to three channels, from its header; an image that cannot
   * be decoded is not coloured.
   */
  static boolean isColoured(ByteSource source) {
    try {
      return source.read(
          in -> use(source.name(), whole(source.name(), in), ImageDecoder::isColoured));
    } catch (InvalidInputException e) {
      // Decoding will complain of it, and of all others like it.
      return false;
    }
  }

  private static byte[] whole(String name, InputStream in) throws IOException {
    byte[] file = in.readNBytes(LARGEST_FILE_BYTES + 1);
    if (file.length == 0) {
      throw new InvalidInputException(name + ": the image file is empty");
    }
    if (file.length > LARGEST_FILE_BYTES) {
      throw new InvalidInputException(
          "%s: the image file is larger than %d MiB".formatted(name, LARGEST_FILE_BYTES >> 20));
    }
    return file;
  }

  private static RawImage decode(String name, byte[] file) {
    if (PngChunks.isPng(file) && !PngChunks.areWhole(file)) {
      throw harmed(name, null);
    }
    if (PngChunks.isPng(file) && PngChunks.isAnimated(file)) {
      throw new InvalidInputException(
          name + ": the PNG is animated; replace it by one of its frames");
    }
    if (JpegFrame.isCmyk(file)) {
      throw new InvalidInputException(name + NOT_RGB);
    }
    return use(name, file, reader -> decode(name, reader));
  }

  /** Does something with a reader of an image. */
  private interface Use<T> {
    T of(ImageReader reader) throws IOException;
  }

  private static <T> T use(String name, byte[] file, Use<T> use) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new InvalidInputException(name + ": this is not a PNG or JPEG image");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return use.of(reader);
      } finally {
        reader.dispose();
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw String.valueOf(e.getMessage()).contains("Unsupported Image Type")
          ? new InvalidInputException(name + NOT_RGB, e)
          : harmed(name, e);
    }
  }

  private static boolean isColoured(ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    return types.hasNext() && !isGrey(types.next().getColorModel());
  }

  private static RawImage decode(String name, ImageReader reader) throws IOException {
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    if (!format.equals("png") && !format.equals("jpeg")) {
      throw new InvalidInputException(
          "%s: this is a %s image; only PNG and JPEG are read".formatted(name, format));
    }
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MOST_PIXELS) {
      throw new InvalidInputException(
          "%s: the image has %d pixels; at most %d are read".formatted(name, pixels, MOST_PIXELS));
    }
    int longer = Math.max(reader.getWidth(0), reader.getHeight(0));
    if (longer > LONGEST_SIDE) {
      throw new InvalidInputException(
          "%s: a side of the image has %d pixels; at most %d are read"
              .formatted(name, longer, LONGEST_SIDE));
    }
    boolean[] cutShort = new boolean[1];
    reader.addIIOReadWarningListener(
        (source, warning) -> cutShort[0] |= warning.matches("(?i).*(truncat|premature|corrupt).*"));
    BufferedImage image = reader.read(0);
    if (cutShort[0]) {
      throw harmed(name, null);
    }
    return isGrey(image.getColorModel()) ? grey(image) : rgb(image);
  }

  private static InvalidInputException harmed(String name, Exception cause) {
    return new InvalidInputException(
        name + ": the image is truncated or corrupt; replace or remove it", cause);
  }

  private static boolean isGrey(ColorModel colours) {
    if (colours instanceof IndexColorModel palette) {
      return IntStream.range(0, palette.getMapSize()).map(palette::getRGB).allMatch(GREY);
    }
    return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /** Takes grey samples as they are stored; getRGB would apply a gamma to them. */
  private static RawImage grey(BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel) {
      return ImageFit.OWN.withChannels(1).recoloured(rgb(image));
    }
    int width = image.getWidth();
    int height = image.getHeight();
    int shift = image.getColorModel().getComponentSize(0) - 8;
    boolean hasAlpha = image.getColorModel().hasAlpha();
    Raster raster = image.getRaster();
    byte[] samples = new byte[height * width];
    int[] shades = new int[width];
    int[] alphas = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 0, shades);
      if (hasAlpha) {
        raster.getSamples(0, y, width, 1, 1, alphas);
      }
      for (int x = 0; x < width; x++) {
        int alpha = hasAlpha ? alphas[x] >> shift : 255;
        samples[y * width + x] = overWhite(shades[x] >> shift, alpha);
      }
    }
    return new RawImage(1, height, width, samples);
  }

  private static RawImage rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] samples = new byte[height * width * 3];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int pixel : row) {
        int alpha = pixel >>> 24;
        samples[at++] = overWhite(pixel >> 16 & 0xff, alpha);
        samples[at++] = overWhite(pixel >> 8 & 0xff, alpha);
        samples[at++] = overWhite(pixel & 0xff, alpha);
      }
    }
    return new RawImage(3, height, width, samples);
  }

  private static byte overWhite(int sample, int alpha) {
    return (byte) ((sample * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}
