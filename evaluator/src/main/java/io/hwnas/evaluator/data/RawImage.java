package io.hwnas.evaluator.data;

/**
 * A decoded image.
 *
 * @param channels 1 or 3
 * @param height in pixels
 * @param width in pixels
 * @param samples row by row, channels last
 */
record RawImage(int channels, int height, int width, byte[] samples) {}
