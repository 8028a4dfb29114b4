package io.hwnas.results;

import java.nio.file.Path;

/**
 * A checkpoint whose bytes are those that were saved.
 *
 * @param name what it is of, such as {@code supernet}
 * @param step how far the work had come, in the work's own steps
 * @param file the file
 * @param sha256 SHA-256 of the file in hexadecimal
 */
public record Checkpoint(String name, long step, Path file, String sha256) {}
