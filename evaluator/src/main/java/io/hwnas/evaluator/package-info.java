/**
 * Answers how accurate a network is: libtorch networks, training, the supernet.
 *
 * <p>Public surface: {@link io.hwnas.evaluator.TorchNetwork} runs and evaluates weights; {@link
 * io.hwnas.evaluator.Trainer} fits them to a {@link io.hwnas.evaluator.TrainingTask} by a {@link
 * io.hwnas.evaluator.TrainingRecipe}; {@link io.hwnas.evaluator.Supernet} trains the weights that a
 * {@link io.hwnas.evaluator.SupernetTask}'s space shares and is an {@link
 * io.hwnas.evaluator.AccuracyEvaluator}; {@link io.hwnas.evaluator.ActivationCodes} and {@link
 * io.hwnas.evaluator.SynapticFlow} score untrained networks, {@link
 * io.hwnas.evaluator.CostEvaluator} what they cost; {@link io.hwnas.evaluator.FromScratch} and
 * {@link io.hwnas.evaluator.SuccessiveHalving} train each alone. Both trainings go on from a {@link
 * io.hwnas.evaluator.Checkpoint} as if never stopped. Data sets are in {@code
 * io.hwnas.evaluator.data}.
 */
package io.hwnas.evaluator;
