/**
 * Which accuracy evaluator puts networks in the true order, and at what cost.
 *
 * <p>{@link io.hwnas.cli.ranking.RankingExperiment} draws networks, has evaluators score them, and
 * gives a {@link io.hwnas.cli.ranking.RankingResult}: one {@link
 * io.hwnas.cli.ranking.RankCorrelation} each.
 */
package io.hwnas.cli.ranking;
