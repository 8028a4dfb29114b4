/**
 * Files that are whole or absent: {@link io.hwnas.space.io.AtomicFiles} writes to a temporary name
 * in the same folder, forces it to the disk and moves it into place. {@link
 * io.hwnas.space.io.InputFiles} refuses what is no file before it is read.
 *
 * <p>Public surface: {@code AtomicFiles}, {@code InputFiles} and the {@code IOConsumer} that fills
 * a stream.
 */
package io.hwnas.space.io;
