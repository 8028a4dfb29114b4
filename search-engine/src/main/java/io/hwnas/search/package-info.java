/**
 * Searches a space for the architectures that no other beats on all objectives.
 *
 * <p>A {@link io.hwnas.search.SearchProblem} is a space, {@link io.hwnas.search.Objective}s and
 * {@link io.hwnas.search.Constraint}s; a {@link io.hwnas.search.SearchAlgorithm} (one of {@link
 * io.hwnas.search.Algorithm}) turns it and a {@link io.hwnas.search.SearchContext} into a {@link
 * io.hwnas.search.SearchResult}. Algorithms ask about networks through {@link
 * io.hwnas.search.Evaluations}, which evaluates each once, keeps it in the {@link
 * io.hwnas.search.TrialLog} and makes every algorithm repeatable and resumable. The controller of
 * reinforcement search is in {@link io.hwnas.search.rl}.
 */
package io.hwnas.search;
