package io.hwnas.evaluator;

import java.util.OptionalDouble;

/** Hears now and then how a training goes; nothing that is computed depends on it. */
public interface TrainingLog {
  /**
   * How a training went since the entry before, or since it was resumed.
   *
   * @param step optimiser steps made in all
   * @param epochs passes through the training images made in all
   * @param loss mean loss of the steps
   * @param accuracy top-1 on the validation images, a fraction, where it was measured
   * @param imagesPerSecond images of the steps, one count a step and image, by their time
   * @param residentBytes memory that the process holds
   */
  record Entry(
      long step,
      double epochs,
      double loss,
      OptionalDouble accuracy,
      double imagesPerSecond,
      long residentBytes) {}

  /**
   * Forgets what was heard of steps that are made again; called once before any entry.
   *
   * @param step the step that a training begins or goes on at
   */
  void cutBack(long step);

  /**
   * Hears of a period that has ended.
   *
   * @param entry how it went
   */
  void add(Entry entry);
}
