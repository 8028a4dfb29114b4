package io.hwnas.evaluator.data;

import io.hwnas.space.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Bytes with a name to complain about.
 *
 * @param name the file's path, or the entry's within an archive
 * @param opener opens the bytes from their beginning
 */
record ByteSource(String name, Opener opener) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Opens a stream. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /** Reads something from a stream. */
  interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  static ByteSource of(Path file) {
    return new ByteSource(Quoted.oneLine(file.toString()), () -> Files.newInputStream(file));
  }

  /** Returns the last part of the name. */
  String lastName() {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }

  /** Reads the bytes as they are; every {@link IOException} becomes one line naming the source. */
  <T> T read(Reader<T> reader) {
    try (InputStream in = new BufferedInputStream(opener.open(), BUFFER_BYTES)) {
      return reader.read(in);
    } catch (EOFException e) {
      throw new InvalidInputException(name + ": the file is truncated", e);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(name + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new InvalidInputException(name + ": no permission to read the file", e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: cannot be read (%s)".formatted(name, Quoted.oneLine(String.valueOf(e.getMessage()))),
          e);
    }
  }

  /** Reads the bytes, unpacked first if they begin as gzip does. */
  <T> T readUnpacked(Reader<T> reader) {
    return read(
        in -> {
          in.mark(2);
          int first = in.read();
          int second = in.read();
          in.reset();
          if (first < 0) {
            throw new InvalidInputException(name + ": the file is empty");
          }
          boolean packed = first == 0x1f && second == 0x8b;
          return reader.read(
              packed
                  ? new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES)
                  : in);
        });
  }
}
