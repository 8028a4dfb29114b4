package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import io.hwnas.space.io.AtomicFiles;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Decoded images in a file.
 *
 * <p>The samples of all training images, then of all test images; the description of them, with
 * their labels and the digest of what they were decoded from; the description's length, the CRC-32C
 * of all before it, and a mark, as big-endian integers of 4, 8 and 8 bytes.
 */
final class CacheFile {
  /** Changes with the format, and with what decoding makes of a file. */
  static final long MARK = 0x68776e6173696d31L;

  /** How much of a file is mapped at once to be checked. */
  private static final long MOST_MAPPED = 1L << 30;

  private static final int END_BYTES = Integer.BYTES + Long.BYTES + Long.BYTES;

  private CacheFile() {}

  /** Writes a file of what is decoded into the store that a function is given. */
  static void write(Path file, String content, Function<PixelStore, ImageSets> decode)
      throws IOException {
    try {
      AtomicFiles.write(file, out -> write(file, out, content, decode));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(
      Path file, OutputStream out, String content, Function<PixelStore, ImageSets> decode)
      throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
    ImageSets sets = decode.apply(new FileStore(file.getParent(), checked));
    DataOutputStream data = new DataOutputStream(checked);
    ImageSet form = sets.training();
    data.writeUTF(content);
    data.writeInt(form.channels());
    data.writeInt(form.height());
    data.writeInt(form.width());
    data.writeInt(form.classCount());
    for (String name : form.classNames()) {
      data.writeUTF(name);
    }
    writeLabels(data, sets.training());
    writeLabels(data, sets.test());
    int length = data.size();
    data.writeInt(length);
    long checksum = checked.getChecksum().getValue();
    data.writeLong(checksum);
    data.writeLong(MARK);
  }

  private static void writeLabels(DataOutputStream data, ImageSet images) throws IOException {
    data.writeInt(images.size());
    for (int i = 0; i < images.size(); i++) {
      data.writeInt(images.label(i));
    }
  }

  /**
   * Maps a file's images, if it is there, whole, and decoded from such content.
   *
   * @throws IOException if there is a file that cannot be read
   */
  static Optional<ImageSets> open(Path file, String content) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return open(channel, content);
    } catch (NoSuchFileException | EOFException e) {
      return Optional.empty();
    }
  }

  private static Optional<ImageSets> open(FileChannel channel, String content) throws IOException {
    long endAt = channel.size() - END_BYTES;
    if (endAt < 0) {
      return Optional.empty();
    }
    ByteBuffer end = read(channel, endAt, END_BYTES);
    int length = end.getInt();
    long checksum = end.getLong();
    if (end.getLong() != MARK
        || length < 0
        || length > endAt
        || checksum(channel, endAt + Integer.BYTES) != checksum) {
      return Optional.empty();
    }
    byte[] description = read(channel, endAt - length, length).array();
    DataInputStream data = new DataInputStream(new ByteArrayInputStream(description));
    if (!data.readUTF().equals(content)) {
      return Optional.empty();
    }
    Form form = Form.read(data);
    int[] training = readLabels(data);
    int[] test = readLabels(data);
    long trainingBytes = (long) training.length * form.bytesPerImage();
    if (trainingBytes + (long) test.length * form.bytesPerImage() != endAt - length) {
      return Optional.empty();
    }
    MappedPixels first = MappedPixels.of(channel, 0, training.length, form.bytesPerImage());
    MappedPixels second =
        MappedPixels.of(channel, trainingBytes, test.length, form.bytesPerImage());
    return Optional.of(new ImageSets(form.set(first, training), form.set(second, test)));
  }

  /** Computes the CRC-32C of a file's first bytes. */
  private static long checksum(FileChannel channel, long bytes) throws IOException {
    CRC32C checksum = new CRC32C();
    for (long from = 0; from < bytes; from += MOST_MAPPED) {
      checksum.update(
          channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(MOST_MAPPED, bytes - from)));
    }
    return checksum.getValue();
  }

  private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }

  private static int[] readLabels(DataInputStream data) throws IOException {
    int[] labels = new int[Math.min(data.readInt(), data.available() / Integer.BYTES)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.readInt();
    }
    return labels;
  }

  /** The form of all images of a file. */
  private record Form(int channels, int height, int width, List<String> classNames) {
    static Form read(DataInputStream data) throws IOException {
      int channels = data.readInt();
      int height = data.readInt();
      int width = data.readInt();
      int classes = data.readInt();
      List<String> names = new ArrayList<>();
      for (int i = 0; i < classes; i++) {
        names.add(data.readUTF());
      }
      return new Form(channels, height, width, names);
    }

    int bytesPerImage() {
      return channels * height * width;
    }

    ImageSet set(Pixels pixels, int[] labels) {
      return ImageSet.of(channels, height, width, List.copyOf(classNames), pixels, labels);
    }
  }

  /** Appends samples to the stream; they can be read once the file is whole. */
  private record FileStore(Path folder, OutputStream out) implements PixelStore {
    @Override
    public void require(String source, long images, long bytesPerImage) {
      try {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (images * bytesPerImage > free) {
          throw new InvalidInputException(
              "%s: %d images of %d bytes do not fit in %s, where %d MiB are free; give a smaller image size or another data.cache"
                  .formatted(source, images, bytesPerImage, folder, free >> 20));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Writer open() {
      return new Writer() {
        @Override
        public void add(byte[] samples) {
          try {
            out.write(samples);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        @Override
        public Pixels finish() {
          return new Pixels.OnHeap(List.of());
        }
      };
    }
  }
}
