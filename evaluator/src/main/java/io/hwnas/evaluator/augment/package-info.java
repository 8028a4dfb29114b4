/**
 * Operations on images of unsigned bytes that vary what a network is trained on.
 *
 * <p>Public surface: a {@link io.hwnas.evaluator.augment.RandAugment} says how many of the {@link
 * io.hwnas.evaluator.augment.ImageOperation}s are applied and how strongly; an {@link
 * io.hwnas.evaluator.augment.ImageVariation} applies them to one image after the other.
 */
package io.hwnas.evaluator.augment;
