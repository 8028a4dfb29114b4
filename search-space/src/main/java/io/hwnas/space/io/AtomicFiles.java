package io.hwnas.space.io;

import io.hwnas.space.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * Writes files that a reader finds either whole or not at all, whenever the process or the machine
 * stops.
 */
public final class AtomicFiles {
  /** How temporary names end; a killed process may leave one behind, which nothing reads. */
  public static final String TEMPORARY_SUFFIX = ".tmp";

  private static final int BUFFER_BYTES = 1 << 16;

  private AtomicFiles() {}

  /**
   * Writes a file through a temporary one in the same folder, replacing what was there.
   *
   * @param file where the content shall be; its folder must exist
   * @param content writes the content; must not close the stream
   * @throws IOException if writing fails; then the old file is untouched and the temporary one gone
   */
  public static void write(Path file, IOConsumer<OutputStream> content) throws IOException {
    Path temporary = temporaryFor(file);
    try {
      writeAndForce(temporary, content);
      Files.move(
          temporary,
          file.toAbsolutePath(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      removeAfter(e, temporary);
      throw ofFile(file, e);
    } catch (RuntimeException | Error e) {
      removeAfter(e, temporary);
      throw e;
    }
    forceFolder(temporary.getParent());
  }

  /**
   * Finds out whether a file could be written, and leaves everything as it is.
   *
   * @param file where content shall be later
   * @throws IOException if its folder is missing or cannot be written, or it is no file but a
   *     device, pipe or folder, as {@link #write} would
   */
  public static void requireWritable(Path file) throws IOException {
    Path temporary = temporaryFor(file);
    try {
      Files.createFile(temporary);
      Files.delete(temporary);
    } catch (IOException e) {
      throw ofFile(file, e);
    }
  }

  /**
   * Finds out whether a file could be written that is none of those a command reads, and leaves
   * everything as it is.
   *
   * @param file where content shall be later
   * @param inputs what is read: files, or names that stand for something else
   * @throws InvalidInputException if it is one of the inputs
   * @throws IOException as {@link #requireWritable(Path)}
   */
  public static void requireWritable(Path file, List<String> inputs) throws IOException {
    for (String input : inputs) {
      if (isSame(file, input)) {
        throw new InvalidInputException(
            "%s: is read by this command, which would replace it; choose another file to write"
                .formatted(file));
      }
    }
    requireWritable(file);
  }

  private static boolean isSame(Path file, String name) throws IOException {
    try {
      Path input = Path.of(name);
      return Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Finds out whether a new file could be written, and leaves everything as it is.
   *
   * @param file where content shall be later
   * @throws InvalidInputException if it exists already
   * @throws IOException if its folder is missing or cannot be written, or it is no file but a
   *     device, pipe or folder, as {@link #write} would
   */
  public static void requireNew(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new InvalidInputException(
          "%s: exists already; choose another --out or remove it".formatted(file));
    }
    requireWritable(file);
  }

  private static Path temporaryFor(Path file) throws FileSystemException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "is a folder");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(
          file.toString(), null, "is a device or pipe, not a file; choose another name");
    }
    return folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + TEMPORARY_SUFFIX);
  }

  private static void removeAfter(Throwable failure, Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** The same failure, of the file that was asked for instead of the temporary one. */
  private static IOException ofFile(Path file, IOException failure) {
    String name = file.toString();
    FileSystemException named;
    if (failure instanceof NoSuchFileException) {
      named = new NoSuchFileException(name);
    } else if (failure instanceof AccessDeniedException) {
      named = new AccessDeniedException(name);
    } else {
      String reason =
          failure instanceof FileSystemException other ? other.getReason() : failure.getMessage();
      named = new FileSystemException(name, null, reason);
    }
    named.initCause(failure);
    return named;
  }

  /**
   * Writes a text as UTF-8, as {@link #write} does.
   *
   * @param file where the text shall be; its folder must exist
   * @param text the text
   * @throws IOException if writing fails; then the old file is untouched
   */
  public static void writeString(Path file, String text) throws IOException {
    write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void writeAndForce(Path file, IOConsumer<OutputStream> content)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream stream =
          new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
      content.accept(stream);
      stream.flush();
      channel.force(true);
    }
  }

  /** Makes the move itself durable; Windows offers no such call and needs none. */
  private static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
