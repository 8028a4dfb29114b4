package io.hwnas.evaluator;

import io.hwnas.evaluator.data.ValidationSet;

/**
 * How a network's training is watched: at the end of each epoch, and of the training, it is scored.
 *
 * @param validation the images that it is scored on
 * @param log hears how it goes
 */
public record Monitoring(ValidationSet validation, TrainingLog log) {}
