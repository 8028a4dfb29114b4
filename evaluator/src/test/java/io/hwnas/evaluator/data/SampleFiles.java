package io.hwnas.evaluator.data;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hwnas.space.InvalidInputException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.function.Executable;

/** Tiny files for the tests of this package. */
final class SampleFiles {
  private SampleFiles() {}

  /** An image whose every pixel differs from its neighbours. */
  static BufferedImage picture(int type, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0xff000000 | (x * 37 % 256) << 16 | (y * 53 % 256) << 8 | (x ^ y) % 256);
      }
    }
    return image;
  }

  static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer of " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] png(int side) {
    return encoded(picture(BufferedImage.TYPE_INT_RGB, side, side), "png");
  }

  static byte[] greyPng(int side) {
    return encoded(picture(BufferedImage.TYPE_BYTE_GRAY, side, side), "png");
  }

  static byte[] jpeg(int side) {
    return encoded(picture(BufferedImage.TYPE_INT_RGB, side, side), "jpg");
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** A JPEG of four components, as programs for print write them. */
  static byte[] cmykJpeg(int side) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(
          null,
          new IIOImage(
              Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, side, side, 4, null),
              null,
              null),
          null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** A folder with classes cat and dog, twelve training images and two test images of each. */
  static Path imageFolder(Path folder, byte[] image) throws IOException {
    for (String className : new String[] {"cat", "dog"}) {
      for (int i = 0; i < 12; i++) {
        write(folder.resolve("train/%s/%02d.png".formatted(className, i)), image);
      }
      for (int i = 0; i < 2; i++) {
        write(folder.resolve("test/%s/%02d.png".formatted(className, i)), image);
      }
    }
    return folder;
  }

  /** A zip of a folder's files, their names after a prefix, and of further entries. */
  static Path zip(Path zip, Path folder, String prefix, Map<String, byte[]> more)
      throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new ZipEntry(prefix + folder.relativize(file)));
        out.write(Files.readAllBytes(file));
      }
      for (Map.Entry<String, byte[]> entry : more.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return zip;
  }

  /** An IDX file of bytes: its axes' lengths, then the content. */
  static byte[] idx(int[] lengths, byte[] content) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * lengths.length + content.length);
    file.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) lengths.length);
    for (int length : lengths) {
      file.putInt(length);
    }
    return file.put(content).array();
  }

  static byte[] gzipped(byte[] content) throws IOException {
    ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(buffer)) {
      out.write(content);
    }
    return buffer.toByteArray();
  }

  /** A tar archive of regular files. */
  static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.forEach(
        (name, content) -> {
          ByteBuffer header = ByteBuffer.allocate(512);
          header.put(name.getBytes(StandardCharsets.US_ASCII));
          header.put(124, "%011o".formatted(content.length).getBytes(StandardCharsets.US_ASCII));
          header.put(156, (byte) '0');
          out.writeBytes(header.array());
          out.writeBytes(content);
          out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        });
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  /** Returns the one-line message that refuses bad input. */
  static String refusal(Executable action) {
    String message = assertThrows(InvalidInputException.class, action).getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }
}
