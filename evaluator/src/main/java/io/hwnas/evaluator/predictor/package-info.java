/**
 * Accuracy without training: from a network's decisions alone.
 *
 * <p>{@link io.hwnas.evaluator.predictor.AccuracyPredictor} answers for decision vectors. {@link
 * io.hwnas.evaluator.predictor.PerceptronPredictor} reads a multilayer perceptron from a
 * safetensors file and feeds it a {@link io.hwnas.evaluator.predictor.DecisionEncoding}; {@link
 * io.hwnas.evaluator.predictor.MacroBenchmark} looks trained networks up in a benchmark's file.
 * {@link io.hwnas.evaluator.predictor.PairwiseRidge} is fitted to networks that another evaluator
 * scored, and has less noise than the scores.
 */
package io.hwnas.evaluator.predictor;
