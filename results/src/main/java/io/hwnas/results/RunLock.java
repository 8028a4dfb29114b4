package io.hwnas.results;

import io.hwnas.space.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The lock that lets one process at a time write a run; the system frees it if the process dies.
 */
final class RunLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static RunLock acquire(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(channel).isEmpty()) {
        channel.close();
        throw new InvalidInputException(
            "%s: process %s is at work in this run; wait for it or choose another --run"
                .formatted(file.getParent(), Files.readString(file).strip()));
      }
      name(file, channel);
      return new RunLock(file, channel);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  /** Names this process in the file, which goes again if it cannot. */
  private static void name(Path file, FileChannel channel) throws IOException {
    String process = ProcessHandle.current().pid() + "\n";
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      Files.delete(file);
      channel.close();
      throw e;
    }
  }

  private static Optional<FileLock> locked(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }
}
