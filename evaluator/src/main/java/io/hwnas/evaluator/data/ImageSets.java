package io.hwnas.evaluator.data;

/**
 * A data set as it comes, before its training images are divided.
 *
 * @param training the images to be divided into training and validation
 * @param test the test images
 */
record ImageSets(ImageSet training, ImageSet test) {}
