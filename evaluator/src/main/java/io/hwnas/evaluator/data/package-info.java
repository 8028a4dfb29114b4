/**
 * Data sets: reads labelled images and keeps training, validation and test apart.
 *
 * <p>Public surface: {@link io.hwnas.evaluator.data.DataSets} loads what a {@link
 * io.hwnas.evaluator.data.DataSpec} names into a {@link io.hwnas.evaluator.data.DataSplit} of a
 * {@link io.hwnas.evaluator.data.TrainingSet}, a {@link io.hwnas.evaluator.data.ValidationSet} and
 * a {@link io.hwnas.evaluator.data.TestSet}, each an {@link io.hwnas.evaluator.data.ImageSet} of
 * unsigned bytes, channels last; {@link io.hwnas.evaluator.data.Normalisation} holds the training
 * part's statistics, and {@link io.hwnas.evaluator.data.Preprocessing} tells users of a network
 * what was done to the images.
 */
package io.hwnas.evaluator.data;
